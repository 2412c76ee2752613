import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

export type ValoresLista<C extends string> = Partial<Record<C, string>>

/** Os parâmetros de uma lista que estão no endereço; o resto do endereço não é dela. */
export function lerLista<C extends string>(query: LocationQuery, chaves: readonly C[]): ValoresLista<C> {
  const valores: ValoresLista<C> = {}
  for (const chave of chaves) {
    const valor = query[chave]
    if (typeof valor === 'string' && valor !== '') valores[chave] = valor
  }
  return valores
}

/**
 * A vista de uma lista no endereço: filtros, `busca`, `ordem` e página. Mudar um filtro volta à
 * primeira página; digitar na busca não enche o histórico.
 */
export function useListaNoEndereco<C extends string>(filtros: readonly C[]) {
  const rota = useRoute()
  const roteador = useRouter()
  const chaves = [...filtros, 'busca', 'ordem'] as const

  const valores = computed<ValoresLista<C | 'busca' | 'ordem'>>(() => lerLista(rota.query, chaves))
  const cursor = computed(() => lerLista(rota.query, ['cursor']).cursor)
  const pagina = computed(() => {
    const n = Number(lerLista(rota.query, ['pagina']).pagina)
    return cursor.value && Number.isInteger(n) && n > 1 ? n : 1
  })
  /** Em texto, para `TabelaDados` saber quando é outra lista. */
  const vista = computed(() => JSON.stringify([valores.value, cursor.value]))
  const filtrada = computed(() => Object.keys(valores.value).some((c) => c !== 'ordem'))

  async function mudar(chave: C | 'busca' | 'ordem', valor: string | undefined): Promise<void> {
    const query = { ...valores.value, [chave]: valor }
    await (chave === 'busca' ? roteador.replace({ query }) : roteador.push({ query }))
  }

  async function limpar(): Promise<void> {
    const { ordem } = valores.value
    await roteador.push({ query: ordem ? { ordem } : {} })
  }

  // O cursor só sabe ir adiante: o caminho de volta é o que esta visita já percorreu.
  const cursores = new Map<number, string | undefined>([[1, undefined]])

  async function irPara(nova: number, novoCursor: string | undefined): Promise<void> {
    await roteador.push({ query: { ...valores.value, cursor: novoCursor, pagina: nova > 1 && novoCursor ? String(nova) : undefined } })
  }

  async function proxima(proximo: string | null | undefined): Promise<void> {
    if (!proximo) return
    cursores.set(pagina.value, cursor.value)
    await irPara(pagina.value + 1, proximo)
  }

  async function anterior(): Promise<void> {
    const n = pagina.value - 1
    await (cursores.has(n) ? irPara(n, cursores.get(n)) : irPara(1, undefined))
  }

  return { valores, cursor, pagina, vista, filtrada, mudar, limpar, proxima, anterior }
}
