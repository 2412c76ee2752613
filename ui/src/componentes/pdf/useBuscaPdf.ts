import { watchDebounced } from '@vueuse/core'
import { computed, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import type { PDFDocumentProxy } from './pdfjs'
import { montarTexto, procurar, type TextoPagina, type Trecho } from './texto'
import { itensDe } from './usePaginaPdf'

const ESPERA_MS = 120

export interface AchadoNaPagina {
  /** A partir de 1. */
  pagina: number
  trecho: Trecho
}

/** Procura em todas as páginas, também nas que não estão desenhadas, e anda entre os achados. */
export function useBuscaPdf(documento: MaybeRefOrGetter<PDFDocumentProxy | null>) {
  const procurado = ref('')
  const achados = shallowRef<AchadoNaPagina[]>([])
  const atual = ref(-1)
  const procurando = ref(false)
  let textos: Promise<TextoPagina>[] = []

  // O que se digitou antes de o PDF abrir vale; o que se procurava no anterior, não.
  watch(() => toValue(documento), (_, anterior) => {
    textos = []
    if (anterior) limpar()
  })

  function textoDe(aberto: PDFDocumentProxy, numero: number): Promise<TextoPagina> {
    return (textos[numero - 1] ??= aberto.getPage(numero).then(async (p) => montarTexto(itensDe(await p.getTextContent()))))
  }

  async function varrer(aberto: PDFDocumentProxy, alvo: string, vale: () => boolean) {
    const todos: AchadoNaPagina[] = []
    for (let n = 1; n <= aberto.numPages; n++) {
      const texto = await textoDe(aberto, n)
      if (!vale()) return
      todos.push(...procurar(texto, alvo).map((trecho) => ({ pagina: n, trecho })))
    }
    achados.value = todos
    atual.value = todos.length > 0 ? 0 : -1
  }

  watchDebounced(
    [procurado, () => toValue(documento)] as const,
    ([alvo, aberto], _, aoMudar) => {
      let valendo = true
      aoMudar(() => (valendo = false))
      if (!aberto || alvo.trim() === '') return limpar(alvo)
      procurando.value = true
      varrer(aberto, alvo, () => valendo && toValue(documento) === aberto)
        .catch(() => (achados.value = []))
        .finally(() => (procurando.value = !valendo && procurando.value))
    },
    { debounce: ESPERA_MS },
  )

  function limpar(alvo = '') {
    procurado.value = alvo
    achados.value = []
    atual.value = -1
    procurando.value = false
  }

  /** Vai ao próximo (1) ou ao anterior (-1), dando a volta. */
  function andar(passo: 1 | -1) {
    const total = achados.value.length
    if (total > 0) atual.value = (atual.value + passo + total) % total
  }

  const achadoAtual = computed(() => achados.value[atual.value] ?? null)
  return { procurado, achados, atual, achadoAtual, procurando, andar, limpar }
}
