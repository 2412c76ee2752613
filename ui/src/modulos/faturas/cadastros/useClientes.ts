import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import { seVersao, type ConsultaClientes, type PedidoCliente } from './contrato'

export function useClientes(consulta: Ref<ConsultaClientes>) {
  return useQuery({
    queryKey: ['clientes', 'lista', consulta],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/clientes', { params: { query: consulta.value }, signal })),
    placeholderData: keepPreviousData,
  })
}

export function buscarCliente(id: string, signal?: AbortSignal) {
  return corpo(http.GET('/api/v1/clientes/{id}', { params: { path: { id } }, signal }))
}

export function useCliente(id: Ref<string | undefined>) {
  return useQuery({
    queryKey: ['clientes', 'um', id],
    queryFn: ({ signal }) => buscarCliente(id.value ?? '', signal),
    enabled: computed(() => id.value !== undefined),
  })
}

/** Salvar, ativar e desativar. A lista só muda quando o servidor confirma. */
export function useAcoesClientes() {
  const consultas = useQueryClient()
  const renovar = () => consultas.invalidateQueries({ queryKey: ['clientes'] })

  const salvar = ({ id, versao, pedido }: { id?: string; versao?: number; pedido: PedidoCliente }) =>
    id === undefined
      ? corpo(http.POST('/api/v1/clientes', { body: pedido }))
      : corpo(http.PUT('/api/v1/clientes/{id}', { params: { path: { id }, header: seVersao(versao ?? 0) }, body: pedido }))

  const mudarStatus = useMutation({
    mutationFn: ({ id, ativar }: { id: string; ativar: boolean }) =>
      corpo(http.POST(ativar ? '/api/v1/clientes/{id}/ativacao' : '/api/v1/clientes/{id}/desativacao', { params: { path: { id } } })),
    onSettled: renovar,
  })
  const lote = useMutation({
    mutationFn: ({ ids, ativar }: { ids: string[]; ativar: boolean }) =>
      corpo(http.POST('/api/v1/clientes/lote', { body: { acao: ativar ? 'ATIVAR' : 'DESATIVAR', ids } })),
    onSettled: renovar,
  })
  return { salvar, renovar, mudarStatus, lote }
}
