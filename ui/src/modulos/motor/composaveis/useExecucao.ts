import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import { estaTerminada } from '@/tema/situacoes'

/** Rede de segurança: quem avisa na hora é a ligação ao vivo. */
const RENOVA_MS = 5_000

export function useExecucao(id: Ref<string>) {
  return useQuery({
    queryKey: ['execucao', id],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/execucoes/{id}', { params: { path: { id: id.value } }, signal })),
    refetchInterval: (q) => (q.state.data && !estaTerminada(q.state.data.status) ? RENOVA_MS : false),
  })
}

/** Diz que a execução andou: ela e os processos que a mostram são lidos de novo. */
export function useRenovarExecucao(id: Ref<string>) {
  const consultas = useQueryClient()
  return () => {
    void consultas.invalidateQueries({ queryKey: ['execucao', id.value] })
    void consultas.invalidateQueries({ queryKey: ['processos'] })
  }
}

export function useRepetirExecucao() {
  const consultas = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => corpo(http.POST('/api/v1/execucoes/{id}/repeticao', { params: { path: { id } } })),
    onSettled: () => consultas.invalidateQueries({ queryKey: ['processos'] }),
  })
}
