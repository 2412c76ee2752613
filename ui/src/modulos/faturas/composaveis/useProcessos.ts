import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import type { PaginaDeProcessos } from '../contratoProcessos'
import { paraConsulta, paraFiltro, type FiltrosProcessos } from './useFiltrosProcessos'

const CHAVE = 'processos'

/** A página da lista que os filtros pedem. Quem a renova é o canal ao vivo. */
export function useProcessos(filtros: Ref<FiltrosProcessos>, hoje: Ref<Date>) {
  const consulta = computed(() => paraConsulta(filtros.value, hoje.value))
  return useQuery({
    queryKey: [CHAVE, 'lista', consulta],
    queryFn: ({ signal }): Promise<PaginaDeProcessos> => corpo(http.GET('/api/v1/processos', { params: { query: consulta.value }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** Quantos processos um conjunto de filtros tem, sem trazê-los. */
export function useContagem(filtros: Ref<FiltrosProcessos>, hoje: Ref<Date>) {
  const consulta = computed(() => ({ ...paraFiltro(filtros.value, hoje.value), limite: 1, total: true }))
  return useQuery({
    queryKey: [CHAVE, 'contagem', consulta],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/processos', { params: { query: consulta.value }, signal }))).total ?? null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
}

/** As falhas do filtro juntas por classe de erro; só se pergunta a quem está vendo falhas. */
export function useFalhas(filtros: Ref<FiltrosProcessos>, hoje: Ref<Date>) {
  const consulta = computed(() => paraFiltro({ ...filtros.value, comFalha: undefined, classeErro: undefined }, hoje.value))
  return useQuery({
    queryKey: [CHAVE, 'falhas', consulta],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/processos/falhas', { params: { query: consulta.value }, signal }))).itens,
    enabled: computed(() => Boolean(filtros.value.comFalha ?? filtros.value.classeErro)),
    placeholderData: keepPreviousData,
  })
}

/** As operadoras que o filtro oferece. */
export function useOperadoras() {
  return useQuery({
    queryKey: ['operadoras', 'filtro'],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/operadoras', { params: { query: { limite: 200 } }, signal }))).itens,
    staleTime: 60_000,
  })
}

/** Criar processos: o mês inteiro, ou um cliente só. */
export function useCriarProcessos() {
  const consultas = useQueryClient()
  const renovar = () => consultas.invalidateQueries({ queryKey: [CHAVE] })

  const doMes = useMutation({
    mutationFn: (mesAno: string) => corpo(http.POST('/api/v1/processos/do-mes', { body: { mes_ano: mesAno } })),
    onSettled: renovar,
  })
  const um = useMutation({
    mutationFn: (pedido: { cliente_id: string; mes_ano: string }) => corpo(http.POST('/api/v1/processos', { body: pedido })),
    onSettled: renovar,
  })
  return { doMes, um }
}
