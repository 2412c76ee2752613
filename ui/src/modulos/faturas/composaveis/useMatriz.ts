import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import type { LinhaMatriz } from '@/api/tipos'
import { estaForaDeOrdem, ordenarComoAntes } from './ordemEstavel'
import { LINHAS_POR_PAGINA, paraConsultaMatriz, type FiltrosMatriz } from './useFiltrosMatriz'

const chaveDe = (l: LinhaMatriz) => l.chave

/**
 * As linhas da matriz, página a página. Enquanto o filtro é o mesmo, o que o servidor
 * diz muda as células no lugar: nenhuma linha anda sob o ponteiro.
 */
export function useMatriz(mes: Ref<string>, filtros: Ref<FiltrosMatriz>) {
  const consulta = computed(() => paraConsultaMatriz(mes.value, filtros.value))
  const busca = useInfiniteQuery({
    queryKey: ['processos', 'matriz', consulta],
    queryFn: ({ pageParam, signal }) =>
      corpo(http.GET('/api/v1/processos/matriz', { params: { query: { ...consulta.value, cursor: pageParam, limite: pageParam ? LINHAS_POR_PAGINA.seguintes : LINHAS_POR_PAGINA.primeira } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (ultima) => ultima.proximo ?? undefined,
    placeholderData: keepPreviousData,
  })

  // Uma linha que mudou de página entre dois pedidos pode vir duas vezes.
  const doServidor = computed(() => [...new Map(busca.data.value?.pages.flatMap((p) => p.itens).map((l) => [l.chave, l])).values()])
  const linhas = shallowRef<LinhaMatriz[]>([])
  let vista = ''

  watch(
    [doServidor, busca.isPlaceholderData],
    ([novas, deAntes]) => {
      if (deAntes) return
      const mesmaVista = vista === JSON.stringify(consulta.value)
      vista = JSON.stringify(consulta.value)
      linhas.value = mesmaVista ? ordenarComoAntes(linhas.value.map(chaveDe), novas, chaveDe) : novas
    },
    { immediate: true },
  )

  const primeira = computed(() => busca.data.value?.pages[0])
  return {
    linhas,
    totais: computed(() => primeira.value?.totais),
    operadoras: computed(() => primeira.value?.operadoras ?? []),
    quantas: computed(() => primeira.value?.total ?? 0),
    carregada: computed(() => primeira.value !== undefined),
    foraDeOrdem: computed(() => !busca.isPlaceholderData.value && estaForaDeOrdem(linhas.value, doServidor.value, chaveDe)),
    reordenar: () => {
      linhas.value = doServidor.value
    },
    atualizando: busca.isPlaceholderData,
    erro: busca.error,
    temMais: busca.hasNextPage,
    buscandoMais: busca.isFetchingNextPage,
    buscarMais: () => void busca.fetchNextPage({ cancelRefetch: false }),
    tentarDeNovo: () => void busca.refetch(),
  }
}
