import { onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import type { Tamanho } from './geometria'
import { carregarPdfjs, opcoesDoDocumento, usarTrabalhador, type PDFDocumentProxy } from './pdfjs'

/** Páginas cujo tamanho se pergunta de cada vez, para não travar um documento de centenas. */
const LOTE = 25

export type FalhaPdf = 'senha' | 'invalido' | 'biblioteca'

/**
 * Abre um PDF e o fecha quando o arquivo muda ou o componente sai: nada fica na memória do
 * trabalhador. Os tamanhos das páginas chegam aos poucos; até lá valem os da primeira.
 */
export function useDocumentoPdf(blob: MaybeRefOrGetter<Blob | null | undefined>) {
  const documento = shallowRef<PDFDocumentProxy | null>(null)
  const tamanhos = ref<Tamanho[]>([])
  const falha = ref<FalhaPdf | null>(null)
  const { obter, soltar } = usarTrabalhador()
  let fechar: () => void = () => undefined

  async function abrir(arquivo: Blob, vale: () => boolean) {
    const [pdfjs, trabalhador, dados] = await Promise.all([carregarPdfjs(), obter(), arquivo.arrayBuffer()])
    if (!vale()) return
    const tarefa = pdfjs.getDocument(opcoesDoDocumento(new Uint8Array(dados), trabalhador))
    fechar = () => void tarefa.destroy()
    const aberto = await tarefa.promise
    const primeira = await tamanhoDe(aberto, 1)
    if (!vale()) return
    tamanhos.value = Array.from({ length: aberto.numPages }, () => primeira)
    documento.value = aberto
    await medirOResto(aberto, vale)
  }

  async function medirOResto(aberto: PDFDocumentProxy, vale: () => boolean) {
    for (let de = 1; de < aberto.numPages && vale(); de += LOTE) {
      const numeros = Array.from({ length: Math.min(LOTE, aberto.numPages - de) }, (_, n) => de + n + 1)
      const medidos = await Promise.all(numeros.map((n) => tamanhoDe(aberto, n)))
      if (!vale()) return
      tamanhos.value = tamanhos.value.map((t, n) => medidos[n - de] ?? t)
    }
  }

  watch(
    () => toValue(blob),
    (arquivo, _, aoMudar) => {
      let valendo = true
      aoMudar(() => (valendo = false))
      fechar()
      fechar = () => undefined
      documento.value = null
      tamanhos.value = []
      falha.value = null
      if (!arquivo) return
      abrir(arquivo, () => valendo).catch((causa: unknown) => {
        if (valendo) falha.value = classificar(causa)
      })
    },
    { immediate: true },
  )

  onScopeDispose(() => {
    fechar()
    soltar()
  })
  return { documento, tamanhos, falha }
}

async function tamanhoDe(documento: PDFDocumentProxy, numero: number): Promise<Tamanho> {
  const { width, height } = (await documento.getPage(numero)).getViewport({ scale: 1 })
  return { largura: width, altura: height }
}

function classificar(causa: unknown): FalhaPdf {
  const nome = causa instanceof Error ? causa.name : ''
  if (nome === 'PasswordException') return 'senha'
  // Sem a biblioteca (rede, servidor trocado no meio) o arquivo pode estar bom.
  return causa instanceof TypeError && /import|module|fetch/i.test(causa.message) ? 'biblioteca' : 'invalido'
}
