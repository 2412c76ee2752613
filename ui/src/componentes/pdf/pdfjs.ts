// A única porta para o pdf.js: só é baixado quando há um PDF para mostrar. A versão "legacy" é a
// mesma, com o que falta a navegadores de um ou dois anos atrás.
import type * as Pdfjs from 'pdfjs-dist'
import type { DocumentInitParameters } from 'pdfjs-dist/types/src/display/api'
import enderecoTrabalhador from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

export type { PDFDocumentProxy, PDFPageProxy, RenderTask, TextLayer } from 'pdfjs-dist'
export type { TextContent, TextItem } from 'pdfjs-dist/types/src/display/api'

let modulo: Promise<typeof Pdfjs> | null = null

/** Carrega a biblioteca; se falhar (servidor trocado no meio), a próxima chamada tenta de novo. */
export function carregarPdfjs(): Promise<typeof Pdfjs> {
  modulo ??= import('pdfjs-dist/legacy/build/pdf.mjs').then(
    (m) => {
      const pdfjs: typeof Pdfjs = m
      pdfjs.GlobalWorkerOptions.workerSrc = enderecoTrabalhador
      return pdfjs
    },
    (causa: unknown) => {
      modulo = null
      throw causa
    },
  )
  return modulo
}

/** Quanto o trabalhador espera parado antes de ser encerrado, quando o último visor sai. */
const OCIOSO_MS = 60_000

let trabalhador: Pdfjs.PDFWorker | null = null
let visores = 0

/**
 * Um trabalhador só, para todos os documentos: ligar um novo a cada PDF custaria mais do que abrir o PDF.
 * Quem o usa avisa quando sai.
 */
export function usarTrabalhador(): { obter: () => Promise<Pdfjs.PDFWorker>; soltar: () => void } {
  visores++
  return {
    async obter() {
      const { PDFWorker } = await carregarPdfjs()
      return (trabalhador ??= new PDFWorker())
    },
    soltar() {
      visores--
      setTimeout(() => {
        if (visores > 0) return
        trabalhador?.destroy()
        trabalhador = null
      }, OCIOSO_MS)
    },
  }
}

/**
 * Tudo vem daqui mesmo. Sem WebAssembly: a política de conteúdo não o permite, e as imagens que o
 * pediriam (JPEG 2000, JBIG2) são abertas pela versão em JavaScript, servida da mesma pasta.
 */
export function opcoesDoDocumento(dados: Uint8Array, worker: Pdfjs.PDFWorker): DocumentInitParameters {
  const pasta = `${import.meta.env.BASE_URL}pdf/`
  return {
    data: dados,
    worker,
    cMapUrl: `${pasta}cmaps/`,
    standardFontDataUrl: `${pasta}standard_fonts/`,
    wasmUrl: `${pasta}wasm/`,
    useWasm: false,
    enableXfa: false,
    // Só erros: um PDF malfeito encheria o console de avisos.
    verbosity: 0,
  }
}
