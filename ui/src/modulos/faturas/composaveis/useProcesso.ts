import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import type { DetalheProcesso } from '../contratoProcessos'

const CHAVE = 'processos'

/** Um processo com tudo o que o rodeia. */
export function useProcesso(id: Ref<string | null | undefined>) {
  return useQuery({
    queryKey: [CHAVE, 'um', id],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/processos/{id}', { params: { path: { id: id.value ?? '' } }, signal })) as Promise<DetalheProcesso>,
    enabled: computed(() => Boolean(id.value)),
  })
}

/** Tudo o que se fez neste processo, do mais novo ao mais velho. */
export function useAuditoriaDoProcesso(id: Ref<string>, cursor: Ref<string | undefined>, ligada: Ref<boolean>) {
  return useQuery({
    queryKey: [CHAVE, 'auditoria', id, cursor],
    queryFn: ({ signal }) =>
      corpo(http.GET('/api/v1/processos/{id}/auditoria', { params: { path: { id: id.value }, query: { limite: 50, cursor: cursor.value, total: true } }, signal })),
    enabled: ligada,
    placeholderData: keepPreviousData,
  })
}

/** Os passos de um processo. Nenhum é otimista: a tela só muda quando o servidor confirma. */
export function usePassosProcesso() {
  const consultas = useQueryClient()
  const renovar = () => consultas.invalidateQueries({ queryKey: [CHAVE] })
  const caminho = (id: string) => ({ params: { path: { id } } })

  const baixar = useMutation({
    mutationFn: (id: string) => corpo(http.POST('/api/v1/processos/{id}/download', caminho(id))),
    onSettled: renovar,
  })
  const enviar = useMutation({
    mutationFn: (id: string) => corpo(http.POST('/api/v1/processos/{id}/envio', caminho(id))),
    onSettled: renovar,
  })
  const aprovar = useMutation({
    mutationFn: ({ id, sha256, observacoes }: { id: string; sha256: string; observacoes: string | null }) =>
      corpo(http.POST('/api/v1/processos/{id}/aprovacao', { ...caminho(id), body: { sha256, observacoes } })),
    onSettled: renovar,
  })
  const desfazer = useMutation({
    mutationFn: (id: string) => http.DELETE('/api/v1/processos/{id}/aprovacao', caminho(id)),
    onSettled: renovar,
  })
  const rejeitar = useMutation({
    mutationFn: ({ id, motivo, sha256 }: { id: string; motivo: string; sha256?: string | null }) =>
      corpo(http.POST('/api/v1/processos/{id}/rejeicao', { ...caminho(id), body: { motivo, sha256 } })),
    onSettled: renovar,
  })
  return { baixar, enviar, aprovar, desfazer, rejeitar }
}

export interface Correcao {
  observacoes?: string | null
  valor_fatura?: string | null
  data_vencimento?: string | null
}

/** Grava mudanças só se ninguém mudou o processo desde que se leu esta versão. */
export function useCorrigirProcesso(id: MaybeRefOrGetter<string>) {
  const consultas = useQueryClient()
  return useMutation({
    mutationFn: ({ versao, mudanca }: { versao: number; mudanca: Correcao }) =>
      corpo(http.PATCH('/api/v1/processos/{id}', { params: { path: { id: toValue(id) }, header: { 'If-Match': `"${versao}"` } }, body: mudanca as Required<Correcao> })),
    onSuccess: () => consultas.invalidateQueries({ queryKey: [CHAVE] }),
  })
}
