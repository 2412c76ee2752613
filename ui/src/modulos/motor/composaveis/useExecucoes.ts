import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import type { ConsultaExecucoes } from '@/api/tipos'
import { useSessao } from '@/modulos/plataforma/sessao'

/** Uma execução na lista de agora: as que pedem atenção, as que correm e as que esperam. */
export type GrupoExecucoes = 'atencao' | 'agora' | 'esperando'

/** Quantas de cada grupo a tela mostra; o resto está a um clique, no histórico filtrado. */
export const NO_GRUPO: Record<GrupoExecucoes, number> = { atencao: 20, agora: 50, esperando: 30 }

const CHAVE = 'execucoes'

export function useGrupoExecucoes(grupo: GrupoExecucoes, busca: Ref<string | undefined>, tipo: Ref<string | undefined>) {
  const consulta = computed<ConsultaExecucoes>(() => ({ grupo, busca: busca.value, tipo: tipo.value, limite: NO_GRUPO[grupo], total: true }))
  return useListaExecucoes(consulta)
}

export function useListaExecucoes(consulta: Ref<ConsultaExecucoes>) {
  return useQuery({
    queryKey: [CHAVE, 'lista', consulta],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/execucoes', { params: { query: consulta.value }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** A fila agora e nas últimas 24 horas; só para quem vê execuções. */
export function useResumoExecucoes() {
  const sessao = useSessao()
  return useQuery({
    queryKey: [CHAVE, 'resumo'],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/execucoes/resumo', { signal })),
    enabled: computed(() => sessao.tem('execucoes.ver')),
    placeholderData: keepPreviousData,
  })
}

/** Ações sobre muitas: o servidor diz, uma a uma, o que não pôde fazer. */
export function useLoteExecucoes() {
  const consultas = useQueryClient()
  return useMutation({
    mutationFn: (pedido: { acao: 'CANCELAR' | 'REPETIR'; ids: string[] }) => corpo(http.POST('/api/v1/execucoes/lote', { body: pedido })),
    onSettled: () => consultas.invalidateQueries({ queryKey: [CHAVE] }),
  })
}

export function useCancelarExecucao() {
  const consultas = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => corpo(http.POST('/api/v1/execucoes/{id}/cancelamento', { params: { path: { id } } })),
    onSettled: () => consultas.invalidateQueries({ queryKey: [CHAVE] }),
  })
}

/** Decide uma incerta: houve o efeito, ou não houve. */
export function useDecidirExecucao() {
  const consultas = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; resultado: 'CONFIRMADO' | 'SEM_EFEITO'; justificativa: string }) =>
      corpo(http.POST('/api/v1/execucoes/{id}/decisao', { params: { path: { id } }, body })),
    onSettled: () => consultas.invalidateQueries({ queryKey: [CHAVE] }),
  })
}
