import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ConsultaExecucoes } from '@/api/tipos'

export const POR_PAGINA = 50

/** Os filtros que a aba do histórico põe no endereço. */
export const FILTROS_HISTORICO = ['status', 'tipo', 'periodo'] as const

const DIA_MS = 86_400_000
const PERIODOS: Record<string, number> = { hoje: 1, semana: 7, mes: 30 }

/** O começo do período, à meia-noite de quem olha: o endereço guarda o nome, não a hora. */
export function inicioDoPeriodo(periodo: string | undefined, agora: Date): string | undefined {
  const dias = periodo ? PERIODOS[periodo] : undefined
  if (!dias) return undefined
  const meiaNoite = new Date(agora.getFullYear(), agora.getMonth(), agora.getDate())
  return new Date(meiaNoite.getTime() - (dias - 1) * DIA_MS).toISOString()
}

/** O histórico mora no endereço: um link reproduz a vista. */
export function useHistorico() {
  const rota = useRoute()
  const roteador = useRouter()
  const texto = (chave: string) => {
    const valor = rota.query[chave]
    return typeof valor === 'string' && valor ? valor : undefined
  }

  const valores = computed(() => Object.fromEntries(FILTROS_HISTORICO.map((f) => [f, texto(f)])))
  const busca = computed(() => texto('busca'))
  const ordem = computed(() => texto('ordem'))
  const pagina = computed(() => (texto('cursor') ? Math.max(2, Number(texto('pagina')) || 2) : 1))
  const consulta = computed<ConsultaExecucoes>(() => ({
    status: valores.value.status,
    tipo: valores.value.tipo,
    de: inicioDoPeriodo(valores.value.periodo, new Date()),
    busca: busca.value,
    ordem: ordem.value ?? '-criacao',
    cursor: texto('cursor'),
    limite: POR_PAGINA,
    total: true,
  }))

  async function mudar(mudanca: Record<string, string | undefined>) {
    const query = { ...rota.query, cursor: undefined, pagina: undefined, ...mudanca }
    await ('busca' in mudanca ? roteador.replace({ query }) : roteador.push({ query }))
  }
  const limpar = () => roteador.push({ query: { aba: 'historico' } })

  // O cursor só sabe ir adiante: o caminho de volta é o que esta visita já percorreu.
  const cursores = new Map<number, string | undefined>([[1, undefined]])
  function adiante(proximo: string) {
    cursores.set(pagina.value, texto('cursor'))
    void mudar({ cursor: proximo, pagina: String(pagina.value + 1) })
  }
  function atras() {
    const anterior = cursores.has(pagina.value - 1) ? pagina.value - 1 : 1
    void mudar({ cursor: cursores.get(anterior), pagina: anterior > 1 ? String(anterior) : undefined })
  }

  function enderecoDaExportacao(formato: 'csv' | 'xlsx'): string {
    const { cursor: _, limite: __, total: ___, ...filtro } = consulta.value
    const parametros = new URLSearchParams({ formato })
    for (const [chave, valor] of Object.entries(filtro)) if (valor) parametros.set(chave, String(valor))
    return `/api/v1/execucoes/exportacao?${parametros.toString()}`
  }

  return { valores, busca, ordem, pagina, consulta, mudar, limpar, adiante, atras, enderecoDaExportacao }
}
