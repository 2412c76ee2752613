import { onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import type { Giro } from './geometria'
import { NATURAL } from './geometria'
import { carregarPdfjs, type PDFDocumentProxy, type PDFPageProxy, type RenderTask, type TextContent, type TextLayer } from './pdfjs'
import { montarTexto, type ItemTexto, type TextoPagina } from './texto'

/** Acima disto o navegador recusa ou se arrasta: a página sai com menos pontos por pixel. */
const PIXELS_MAXIMOS = 16_000_000

interface Opcoes {
  documento: MaybeRefOrGetter<PDFDocumentProxy>
  numero: MaybeRefOrGetter<number>
  zoom: MaybeRefOrGetter<number>
  giro: MaybeRefOrGetter<Giro>
  tela: Ref<HTMLElement | null>
  camada: Ref<HTMLElement | null>
}

/**
 * Desenha uma página e a camada de texto por cima. Ao mudar o zoom, a pintura antiga fica esticada até
 * a nova estar pronta: nada pisca. Sair cancela o que estiver em andamento.
 */
export function usePaginaPdf(opcoes: Opcoes) {
  const desenhada = ref(false)
  const falhou = ref(false)
  const texto = shallowRef<TextoPagina | null>(null)
  const divisoes = shallowRef<readonly HTMLElement[]>([])
  let pintura: RenderTask | null = null
  let camadaTexto: TextLayer | null = null

  async function desenhar(vale: () => boolean) {
    const zoom = toValue(opcoes.zoom)
    const pagina = await toValue(opcoes.documento).getPage(toValue(opcoes.numero))
    if (!vale()) return
    await pintar(pagina, zoom, vale)
    if (!vale()) return
    desenhada.value = true
    if (camadaTexto === null) await escrever(pagina, vale)
  }

  async function pintar(pagina: PDFPageProxy, zoom: number, vale: () => boolean) {
    const base = pagina.getViewport({ scale: zoom * NATURAL, rotation: (pagina.rotate + toValue(opcoes.giro)) % 360 })
    const cabe = Math.sqrt(PIXELS_MAXIMOS / (base.width * base.height))
    const densidade = Math.min(globalThis.devicePixelRatio || 1, cabe)
    const viewport = base.clone({ scale: base.scale * densidade })
    const tela = document.createElement('canvas')
    tela.width = Math.floor(viewport.width)
    tela.height = Math.floor(viewport.height)
    pintura?.cancel()
    const tarefa = pagina.render({ canvas: tela, viewport })
    pintura = tarefa
    await tarefa.promise
    if (!vale()) return
    esvaziar(opcoes.tela.value)
    opcoes.tela.value?.replaceChildren(tela)
  }

  async function escrever(pagina: PDFPageProxy, vale: () => boolean) {
    const recipiente = opcoes.camada.value
    const conteudo = await pagina.getTextContent()
    const { TextLayer: Camada } = await carregarPdfjs()
    if (!vale() || !recipiente) return
    recipiente.replaceChildren()
    const viewport = pagina.getViewport({ scale: toValue(opcoes.zoom) * NATURAL, rotation: (pagina.rotate + toValue(opcoes.giro)) % 360 })
    camadaTexto = new Camada({ textContentSource: conteudo, container: recipiente, viewport })
    await camadaTexto.render()
    if (!vale()) return
    divisoes.value = camadaTexto.textDivs
    texto.value = montarTexto(itensDe(conteudo))
  }

  function esquecerTexto() {
    camadaTexto?.cancel()
    camadaTexto = null
    texto.value = null
    divisoes.value = []
  }

  watch(
    [() => toValue(opcoes.documento), () => toValue(opcoes.numero), () => toValue(opcoes.giro), () => toValue(opcoes.zoom)],
    ([documento, numero, giro], anterior, aoMudar) => {
      let valendo = true
      aoMudar(() => (valendo = false))
      // O zoom só estica a camada de texto; o resto a refaz.
      if (documento !== anterior[0] || numero !== anterior[1] || giro !== anterior[2]) esquecerTexto()
      desenhar(() => valendo).catch((causa: unknown) => {
        if (valendo && !(causa instanceof Error && /Cancelled|Abort/.test(causa.name))) falhou.value = true
      })
    },
    { immediate: true, flush: 'post' },
  )

  onScopeDispose(() => {
    pintura?.cancel()
    esquecerTexto()
    esvaziar(opcoes.tela.value)
  })

  return { desenhada, falhou, texto, divisoes }
}

/** Devolve já a memória do desenho, sem esperar a coleta. */
function esvaziar(recipiente: HTMLElement | null) {
  const tela = recipiente?.querySelector('canvas')
  if (tela) tela.width = tela.height = 0
}

/** Os itens de texto, sem as marcas de conteúdo, que a camada de texto também pula. */
export function itensDe(conteudo: TextContent): ItemTexto[] {
  return conteudo.items.flatMap((i) => ('str' in i ? [{ texto: i.str, fimDeLinha: i.hasEOL }] : []))
}
