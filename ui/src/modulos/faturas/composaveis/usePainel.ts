import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { corpo, http } from '@/api/cliente'

/** O mês de relance. Qualquer mudança de processos ou execuções o refaz, pelo canal ao vivo. */
export function usePainel(mes: Ref<string>) {
  return useQuery({
    queryKey: ['painel', 'mes', mes],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/processos/painel', { params: { query: { mes_ano: mes.value } }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** Quantas operadoras e clientes há, para os primeiros passos de uma conta nova. */
export function useCadastrados(ativo: Ref<boolean>) {
  const operadoras = useQuery({
    queryKey: ['operadoras', 'quantas'],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/operadoras', { params: { query: { limite: 1, total: true } }, signal }))).total ?? 0,
    enabled: ativo,
  })
  const clientes = useQuery({
    queryKey: ['clientes', 'quantos'],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/clientes', { params: { query: { limite: 1, total: true } }, signal }))).total ?? 0,
    enabled: ativo,
  })
  return { operadoras: operadoras.data, clientes: clientes.data }
}
