import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import { estaTerminada } from '@/tema/situacoes'
import { seVersao, type ConsultaOperadoras, type PedidoOperadora } from './contrato'

export function useListaOperadoras(consulta: Ref<ConsultaOperadoras>) {
  return useQuery({
    queryKey: ['operadoras', 'lista', consulta],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/operadoras', { params: { query: consulta.value }, signal })),
    placeholderData: keepPreviousData,
  })
}

export function buscarOperadora(id: string, signal?: AbortSignal) {
  return corpo(http.GET('/api/v1/operadoras/{id}', { params: { path: { id } }, signal }))
}

export function useOperadora(id: Ref<string | undefined>) {
  return useQuery({
    queryKey: ['operadoras', 'uma', id],
    queryFn: ({ signal }) => buscarOperadora(id.value ?? '', signal),
    enabled: computed(() => id.value !== undefined),
  })
}

export function useAcoesOperadoras() {
  const consultas = useQueryClient()
  const renovar = () => consultas.invalidateQueries({ queryKey: ['operadoras'] })

  const salvar = ({ id, versao, pedido }: { id?: string; versao?: number; pedido: PedidoOperadora }) =>
    id === undefined
      ? corpo(http.POST('/api/v1/operadoras', { body: pedido }))
      : corpo(http.PUT('/api/v1/operadoras/{id}', { params: { path: { id }, header: seVersao(versao ?? 0) }, body: pedido }))

  const mudarStatus = useMutation({
    mutationFn: ({ id, ativar }: { id: string; ativar: boolean }) =>
      corpo(http.POST(ativar ? '/api/v1/operadoras/{id}/ativacao' : '/api/v1/operadoras/{id}/desativacao', { params: { path: { id } } })),
    onSettled: renovar,
  })
  return { salvar, renovar, mudarStatus }
}

/** Rede de segurança: quem avisa na hora é o canal ao vivo. */
const RENOVA_TESTE_MS = 3_000

/** Começa um teste de acesso e o acompanha até o fim. */
export function useTesteAcesso(operadora: Ref<string>, execucao: Ref<string | undefined>) {
  const consultas = useQueryClient()
  const comecar = useMutation({
    mutationFn: (clienteId: string | undefined) =>
      corpo(http.POST('/api/v1/operadoras/{id}/teste-acesso', { params: { path: { id: operadora.value } }, body: clienteId ? { cliente_id: clienteId } : {} })),
    onSuccess: ({ execucao_id }) => {
      execucao.value = execucao_id
      void consultas.invalidateQueries({ queryKey: ['operadoras'] })
    },
  })
  const andamento = useQuery({
    queryKey: ['execucoes', 'teste', execucao],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/execucoes/{id}', { params: { path: { id: execucao.value ?? '' } }, signal })),
    enabled: computed(() => execucao.value !== undefined),
    refetchInterval: (q) => (q.state.data && estaTerminada(q.state.data.status) ? false : RENOVA_TESTE_MS),
  })
  const ultimas = useQuery({
    queryKey: ['execucoes', 'teste', execucao, 'registros'],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/execucoes/{id}/registros', { params: { path: { id: execucao.value ?? '', desde: 0, limite: 500 } }, signal }))).itens.slice(-8),
    enabled: computed(() => execucao.value !== undefined),
    refetchInterval: () => (andamento.data.value && estaTerminada(andamento.data.value.status) ? false : RENOVA_TESTE_MS),
  })
  // As últimas linhas chegam depois do fim: uma leitura a mais fecha a conta.
  const terminou = computed(() => andamento.data.value !== undefined && estaTerminada(andamento.data.value.status))
  return { comecar, execucao: andamento.data, erro: andamento.error, linhas: ultimas.data, lerDeNovo: ultimas.refetch, terminou }
}
