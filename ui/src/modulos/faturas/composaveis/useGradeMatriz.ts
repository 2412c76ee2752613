import { defaultRangeExtractor, useVirtualizer } from '@tanstack/vue-virtual'
import { useMediaQuery } from '@vueuse/core'
import { computed, nextTick, ref, watch, type Ref } from 'vue'
import type { LinhaMatriz } from '@/api/tipos'
import { mover, type Posicao } from './navegacaoMatriz'

const ALTURA = { mesa: 33, telefone: 45 }
/** Cabeçalho e rodapé ficam por cima das linhas. */
const ALTURA_CABECA = 34
/** Linhas prontas além da borda, para a rolagem não mostrar vazio. */
const FOLGA = 8

interface Faixa {
  indice: number
  linha: LinhaMatriz
  /** Altura vazia acima da linha: as que não estão na página. */
  antes: number
}

/** Que linhas da matriz estão na página, e onde está o foco do teclado. */
export function useGradeMatriz(rolo: Ref<HTMLElement | null>, linhas: Ref<readonly LinhaMatriz[]>, colunas: Ref<number>) {
  const telefone = useMediaQuery('(max-width: 899px)')
  const altura = computed(() => (telefone.value ? ALTURA.telefone : ALTURA.mesa))
  const foco = ref<Posicao>({ linha: 0, coluna: 1 })

  const virtual = useVirtualizer(
    computed(() => ({
      count: linhas.value.length,
      getScrollElement: () => rolo.value,
      estimateSize: () => altura.value,
      getItemKey: (n: number) => linhas.value[n]?.chave ?? n,
      overscan: FOLGA,
      scrollMargin: ALTURA_CABECA,
      scrollPaddingStart: ALTURA_CABECA,
      scrollPaddingEnd: ALTURA_CABECA,
      // A linha do foco nunca sai da página: sem ela o teclado perderia o lugar.
      rangeExtractor: (faixa) => {
        const indices = defaultRangeExtractor(faixa)
        const n = foco.value.linha
        return n < 0 || n >= linhas.value.length || indices.includes(n) ? indices : [...indices, n].sort((a, b) => a - b)
      },
    })),
  )
  watch([altura, () => foco.value.linha], () => virtual.value.measure())

  const faixas = computed<Faixa[]>(() => {
    let fim = 0
    return virtual.value.getVirtualItems().flatMap((v) => {
      const linha = linhas.value[v.index]
      if (!linha) return []
      const antes = v.index * altura.value - fim
      fim = (v.index + 1) * altura.value
      return [{ indice: v.index, linha, antes }]
    })
  })
  const depois = computed(() => {
    const ultima = faixas.value.at(-1)
    return ultima ? (linhas.value.length - ultima.indice - 1) * altura.value : 0
  })
  const ultimaVisivel = computed(() => virtual.value.range?.endIndex ?? 0)

  /** Leva o foco a uma célula, trazendo-a para a vista. */
  async function focar(para: Posicao): Promise<void> {
    foco.value = para
    if (para.linha >= 0) virtual.value.scrollToIndex(para.linha, { align: 'auto' })
    await nextTick()
    const celula = rolo.value?.querySelector<HTMLElement>(`[data-linha="${para.linha}"][data-coluna="${para.coluna}"]`)
    celula?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
    celula?.focus({ preventScroll: true })
  }

  function passoDoTeclado(e: KeyboardEvent): Posicao | null {
    const pagina = Math.max(1, Math.floor((rolo.value?.clientHeight ?? 0) / altura.value) - 3)
    return mover(e.key, e.ctrlKey || e.metaKey, foco.value, { linhas: linhas.value.length, colunas: colunas.value, pagina })
  }

  // Menos linhas ou colunas que antes: o foco fica dentro do que existe.
  watch([() => linhas.value.length, colunas], ([l, c]) => {
    foco.value = { linha: Math.min(foco.value.linha, Math.max(0, l - 1)), coluna: Math.min(foco.value.coluna, c - 1) }
  })

  return { telefone, faixas, depois, foco, focar, passoDoTeclado, ultimaVisivel, irAoTopo: () => rolo.value?.scrollTo({ top: 0 }) }
}
