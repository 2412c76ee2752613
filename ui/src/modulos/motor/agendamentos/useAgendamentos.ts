import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import type { Agendamento, AgendamentoInteiro, PedidoAgendamento } from '@/api/tipos'

const CHAVE = 'agendamentos'

export function useAgendamentos() {
  return useQuery({
    queryKey: [CHAVE, 'lista'],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/agendamentos', { signal }))).itens,
  })
}

export function useAgendamento(id: Ref<string | undefined>) {
  return useQuery({
    queryKey: [CHAVE, 'um', id],
    queryFn: ({ signal }) => buscarAgendamento(id.value ?? '', signal),
    enabled: computed(() => Boolean(id.value)),
  })
}

export function buscarAgendamento(id: string, signal?: AbortSignal): Promise<AgendamentoInteiro> {
  return corpo(http.GET('/api/v1/agendamentos/{id}', { params: { path: { id } }, signal }))
}

/** As cinco próximas vezes, antes de salvar. */
export function usePrevia(cron: Ref<string | null>, fuso: Ref<string>) {
  return useQuery({
    queryKey: [CHAVE, 'previa', cron, fuso],
    queryFn: ({ signal }) => corpo(http.POST('/api/v1/agendamentos/previa', { body: { cron: cron.value ?? '', fuso: fuso.value }, signal })),
    enabled: computed(() => Boolean(cron.value)),
    retry: false,
    placeholderData: keepPreviousData,
  })
}

export function useDisparos(id: Ref<string | undefined>) {
  return useQuery({
    queryKey: [CHAVE, 'disparos', id],
    queryFn: async ({ signal }) =>
      (await corpo(http.GET('/api/v1/agendamentos/{id}/disparos', { params: { path: { id: id.value ?? '' }, query: { limite: 50 } }, signal }))).itens,
    enabled: computed(() => Boolean(id.value)),
  })
}

export function useAcoesAgendamento() {
  const consultas = useQueryClient()
  const onSettled = () => consultas.invalidateQueries({ queryKey: [CHAVE] })

  const salvar = useMutation({
    mutationFn: ({ id, versao, pedido }: { id?: string; versao?: number; pedido: PedidoAgendamento }) =>
      id
        ? corpo(http.PUT('/api/v1/agendamentos/{id}', { params: { path: { id }, header: { 'If-Match': `"${versao ?? 0}"` } }, body: pedido }))
        : corpo(http.POST('/api/v1/agendamentos', { body: pedido })),
    onSettled,
  })
  const disparar = useMutation({
    mutationFn: (id: string) => corpo(http.POST('/api/v1/agendamentos/{id}/disparo', { params: { path: { id } } })),
    onSettled,
  })
  const excluir = useMutation({
    mutationFn: (id: string) => corpo(http.DELETE('/api/v1/agendamentos/{id}', { params: { path: { id } } })),
    onSettled,
  })
  return { salvar, disparar, excluir }
}

/** O pedido que reproduz um agendamento, para mudar só um campo. */
export function comoPedido(a: Agendamento): PedidoAgendamento {
  return { nome: a.nome, tipo: a.tipo, cron: a.cron, fuso: a.fuso, parametros: a.parametros, ativo: a.ativo }
}

export const ROTULOS_AGENDAMENTO: Record<string, string> = {
  CRIAR_PROCESSOS_MENSAIS: 'Criar os processos do mês',
  EXECUTAR_DOWNLOADS: 'Baixar as faturas que faltam',
}
