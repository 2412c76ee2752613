import { computed, shallowRef, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import type { ConsultaProcessos } from '../contratoProcessos'

/** De que lista se veio: o bastante para andar nela sem voltar a ela. */
export interface Origem {
  /** O endereço da lista, com filtros e página. */
  endereco: string
  /** Como a lista se chamava: "Minha fila". */
  nome: string
  ids: string[]
  /** Quantos havia antes do primeiro `id`. */
  antes: number
  total: number | null
  /** Por onde continua, e com que consulta. */
  proximo: string | null
  consulta: ConsultaProcessos
}

const CHAVE = 'regente.processos.origem'

/** Guarda na aba: sobrevive a recarregar e não atrapalha outra aba aberta em outra lista. */
export function guardarOrigem(origem: Origem): void {
  try {
    sessionStorage.setItem(CHAVE, JSON.stringify(origem))
  } catch {
    // Sem onde guardar, a página do processo só não mostra a posição.
  }
}

export function lerOrigem(): Origem | null {
  try {
    const lida: unknown = JSON.parse(sessionStorage.getItem(CHAVE) ?? 'null')
    return eOrigem(lida) ? lida : null
  } catch {
    return null
  }
}

function eOrigem(x: unknown): x is Origem {
  return typeof x === 'object' && x !== null && 'ids' in x && Array.isArray(x.ids) && 'endereco' in x && typeof x.endereco === 'string' && 'antes' in x && typeof x.antes === 'number'
}

/** A posição do processo na lista de onde se veio, e os vizinhos dele. */
export function useOrigemDaLista(id: Ref<string>) {
  const origem = shallowRef(lerOrigem())
  const indice = computed(() => origem.value?.ids.indexOf(id.value) ?? -1)
  const posicao = computed(() => {
    const o = origem.value
    if (!o || indice.value < 0) return null
    return { nome: o.nome, endereco: o.endereco, numero: o.antes + indice.value + 1, total: o.total }
  })
  const anterior = computed(() => (indice.value > 0 ? origem.value?.ids[indice.value - 1] ?? null : null))
  const temProximo = computed(() => {
    const o = origem.value
    return Boolean(o && indice.value >= 0 && (indice.value < o.ids.length - 1 || o.proximo))
  })

  /** O id do seguinte; no fim da página, traz a página seguinte da mesma lista. */
  async function proximo(): Promise<string | null> {
    const o = origem.value
    if (!o || indice.value < 0) return null
    const seguinte = o.ids[indice.value + 1]
    if (seguinte) return seguinte
    if (!o.proximo) return null
    const pagina = await corpo(http.GET('/api/v1/processos', { params: { query: { ...o.consulta, cursor: o.proximo, total: false } } }))
    const novos = pagina.itens.map((p) => p.id).filter((novo) => !o.ids.includes(novo))
    origem.value = { ...o, ids: [...o.ids, ...novos], proximo: pagina.proximo ?? null }
    guardarOrigem(origem.value)
    return novos[0] ?? null
  }

  return { posicao, anterior, temProximo, proximo }
}
