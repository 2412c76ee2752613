import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/vue-query'
import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { corpo, http } from '@/api/cliente'
import { preCarregarPdf, type OrigemPdf } from '@/componentes/pdf/arquivo'
import { useProcesso } from '../composaveis/useProcesso'
import type { DetalheProcesso, ItemProcesso, PaginaDeProcessos } from '../contratoProcessos'

const POR_PAGINA = 200
/** Além disto a fila se completa conforme esvazia: ninguém olha duas mil de uma vez. */
const PAGINAS_MAXIMAS = 10
const CHAVE_FILA = ['processos', 'aprovacao', 'fila'] as const

type Fila = InfiniteData<PaginaDeProcessos, string | undefined>

function pedirPagina(cursor: string | undefined, signal: AbortSignal): Promise<PaginaDeProcessos> {
  const query = { status_processo: 'AGUARDANDO_APROVACAO', ordem: 'vencimento', limite: POR_PAGINA, total: true, cursor } as const
  return corpo(http.GET('/api/v1/processos', { params: { query }, signal }))
}

/** Tudo o que espera decisão, na conta inteira. Chega por páginas e se renova ao vivo. */
export function useFilaAprovacao() {
  const consultas = useQueryClient()
  const { data, error, isPending, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: CHAVE_FILA,
    queryFn: ({ pageParam, signal }) => pedirPagina(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (ultima: PaginaDeProcessos) => ultima.proximo ?? undefined,
  })
  watch([hasNextPage, isFetchingNextPage, data], () => {
    if (hasNextPage.value && !isFetchingNextPage.value && (data.value?.pages.length ?? 0) < PAGINAS_MAXIMAS) void fetchNextPage()
  })

  const itens = computed<ItemProcesso[]>(() => data.value?.pages.flatMap((p) => p.itens) ?? [])
  const total = computed(() => Math.max(itens.value.length, data.value?.pages[0]?.total ?? 0))

  /** O servidor confirmou que saiu: sai já da tela, e a próxima leitura confirma. */
  async function retirar(id: string) {
    await consultas.cancelQueries({ queryKey: CHAVE_FILA })
    consultas.setQueryData<Fila>(CHAVE_FILA, (fila) =>
      fila && { ...fila, pages: fila.pages.map((p) => ({ ...p, total: p.total && p.total - 1, itens: p.itens.filter((i) => i.id !== id) })) },
    )
    void consultas.invalidateQueries({ queryKey: ['processos'] })
  }

  return { itens, total, erro: error, carregando: isPending, renovando: isFetching, tentarDeNovo: refetch, retirar }
}

/** De onde vem o PDF de um processo; nulo se ele não tem fatura. */
export function origemDaFatura(p: Pick<DetalheProcesso, 'id' | 'arquivo_sha256' | 'cliente' | 'operadora' | 'mes_ano'>): OrigemPdf | null {
  if (!p.arquivo_sha256) return null
  const nome = [p.operadora.codigo, p.cliente.razao_social, p.mes_ano].join(' ').replace(/[\\/:*?"<>|]/g, '-')
  return { url: `/api/v1/processos/${p.id}/fatura`, sha256: p.arquivo_sha256, nome: `${nome}.pdf` }
}

/** O processo que se está conferindo, e o próximo já a caminho: dados e PDF. */
export function useConferido(id: MaybeRefOrGetter<string | null>, proximo: MaybeRefOrGetter<string | null>) {
  const consultas = useQueryClient()
  const consulta = useProcesso(computed(() => toValue(id)))
  // O detalhe de outro processo nunca fica na tela: o que se lê é sempre do selecionado.
  const processo = computed(() => (consulta.data.value?.id === toValue(id) ? consulta.data.value : undefined))

  function buscar(qual: string, staleTime: number): Promise<DetalheProcesso | null> {
    const queryFn = async () => (await corpo(http.GET('/api/v1/processos/{id}', { params: { path: { id: qual } } }))) as DetalheProcesso
    return consultas.fetchQuery({ queryKey: ['processos', 'um', qual], queryFn, staleTime }).catch(() => null)
  }

  async function adiantar(seguinte: string) {
    const detalhe = await buscar(seguinte, 30_000)
    const origem = detalhe && origemDaFatura(detalhe)
    if (origem) await preCarregarPdf(consultas, origem)
  }
  watch(
    [processo, () => toValue(proximo)],
    ([atual, seguinte]) => {
      if (atual && seguinte) void adiantar(seguinte)
    },
    { immediate: true },
  )

  /** Como está agora no servidor, para explicar uma recusa. */
  const reler = (): Promise<DetalheProcesso | null> => {
    const atual = toValue(id)
    return atual ? buscar(atual, 0) : Promise.resolve(null)
  }

  return { processo, erro: consulta.error, tentarDeNovo: consulta.refetch, reler }
}
