import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import type { PaginaProcessos } from '@/api/tipos'
import { estaEmAndamento } from '@/tema/situacoes'
import { paraConsulta, type FiltrosProcessos } from './useFiltrosProcessos'

/** A lista se renova depressa enquanto algo roda, devagar quando nada muda. */
const RENOVA_ANDANDO_MS = 2_500
const RENOVA_PARADA_MS = 30_000

const CHAVE = 'processos'

function temAlgoRodando(pagina: PaginaProcessos | undefined): boolean {
  return pagina?.itens.some((p) => p.ultima_execucao && estaEmAndamento(p.ultima_execucao.status)) ?? false
}

export function useProcessos(filtros: Ref<FiltrosProcessos>) {
  const consulta = computed(() => paraConsulta(filtros.value))
  return useQuery({
    queryKey: [CHAVE, 'lista', consulta],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/processos', { params: { query: consulta.value }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: (q) => (temAlgoRodando(q.state.data) ? RENOVA_ANDANDO_MS : RENOVA_PARADA_MS),
  })
}

export function useProcesso(id: Ref<string | null | undefined>) {
  return useQuery({
    queryKey: [CHAVE, 'um', id],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/processos/{id}', { params: { path: { id: id.value ?? '' } }, signal })),
    enabled: computed(() => Boolean(id.value)),
  })
}

/** As operadoras que o filtro oferece. */
export function useOperadoras() {
  return useQuery({
    queryKey: ['operadoras'],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/operadoras', { params: { query: { limite: 200 } }, signal }))).itens,
    staleTime: 60_000,
  })
}

/** Os passos de um processo. Nenhum é otimista: a tela só muda quando o servidor confirma. */
export function usePassosProcesso() {
  const consultas = useQueryClient()
  const renovar = () => consultas.invalidateQueries({ queryKey: [CHAVE] })

  const baixar = useMutation({
    mutationFn: (id: string) => corpo(http.POST('/api/v1/processos/{id}/download', { params: { path: { id } } })),
    onSettled: renovar,
  })
  const rejeitar = useMutation({
    mutationFn: ({ id, motivo }: { id: string; motivo: string }) =>
      corpo(http.POST('/api/v1/processos/{id}/rejeicao', { params: { path: { id } }, body: { motivo } })),
    onSettled: renovar,
  })
  const criarMes = useMutation({
    mutationFn: (mesAno: string) => corpo(http.POST('/api/v1/processos/do-mes', { body: { mes_ano: mesAno } })),
    onSettled: renovar,
  })
  return { baixar, rejeitar, criarMes }
}
