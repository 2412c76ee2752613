import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import type { ConsultaAuditoria } from '@/api/tipos'
import { useListaNoEndereco } from '@/composaveis/useListaNoEndereco'
import { inicioDoPeriodo } from '@/formatos/periodo'

export const POR_PAGINA = 50

export function useAuditoria(consulta: Ref<ConsultaAuditoria>) {
  return useQuery({
    queryKey: ['auditoria', 'lista', consulta],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/auditoria', { params: { query: consulta.value }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** Os atos que existem, para o filtro. */
export function useAtos() {
  return useQuery({
    queryKey: ['auditoria', 'acoes'],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/auditoria/acoes', { signal })),
    staleTime: Infinity,
  })
}

export function useAuditoriaNoEndereco() {
  const lista = useListaNoEndereco(['acao', 'usuario_id', 'periodo', 'entidade', 'entidade_id'])
  const filtro = computed(() => {
    const { acao, usuario_id, periodo, entidade, entidade_id, busca } = lista.valores.value
    return { acao, usuario_id, entidade, entidade_id, busca, de: inicioDoPeriodo(periodo, new Date()) }
  })
  const consulta = computed<ConsultaAuditoria>(() => ({ ...filtro.value, cursor: lista.cursor.value, limite: POR_PAGINA, total: true }))

  function enderecoDaExportacao(formato: 'csv' | 'xlsx'): string {
    const pares = Object.entries({ formato, ...filtro.value }).filter((p): p is [string, string] => p[1] !== undefined)
    return `/api/v1/auditoria/exportacao?${new URLSearchParams(pares).toString()}`
  }

  return { ...lista, consulta, enderecoDaExportacao }
}
