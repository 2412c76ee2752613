import { computed } from 'vue'
import { useRouter } from 'vue-router'
import type { ConsultaExecucoes } from '@/api/tipos'
import { useListaNoEndereco } from '@/composaveis/useListaNoEndereco'
import { inicioDoPeriodo } from '@/formatos/periodo'

export const POR_PAGINA = 50

/** O histórico mora no endereço, ao lado da aba: um link reproduz a vista. */
export function useHistorico() {
  const roteador = useRouter()
  const lista = useListaNoEndereco(['aba', 'status', 'tipo', 'periodo'])
  const { valores } = lista

  const filtrada = computed(() => Boolean(valores.value.busca ?? valores.value.status ?? valores.value.tipo ?? valores.value.periodo))
  const filtro = computed(() => ({
    status: valores.value.status,
    tipo: valores.value.tipo,
    de: inicioDoPeriodo(valores.value.periodo, new Date()),
    busca: valores.value.busca,
    ordem: valores.value.ordem ?? '-criacao',
  }))
  const consulta = computed<ConsultaExecucoes>(() => ({ ...filtro.value, cursor: lista.cursor.value, limite: POR_PAGINA, total: true }))

  function enderecoDaExportacao(formato: 'csv' | 'xlsx'): string {
    const pares = Object.entries({ formato, ...filtro.value }).filter((p): p is [string, string] => p[1] !== undefined)
    return `/api/v1/execucoes/exportacao?${new URLSearchParams(pares).toString()}`
  }
  const limpar = () => roteador.push({ query: { aba: 'historico' } })

  return { ...lista, filtrada, consulta, limpar, enderecoDaExportacao }
}
