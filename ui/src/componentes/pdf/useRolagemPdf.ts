import { useElementSize, useEventListener } from '@vueuse/core'
import { computed, nextTick, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { degrauDeZoom, dispor, paginaNoMeio, paginasAVista, zoomDaLargura, type Giro, type Tamanho } from './geometria'

const INTERVALO = 12
/** Quanto se desenha além do que se vê, em alturas da janela. */
const FOLGA = 0.75

/** O que do documento está à vista: zoom, giro, página atual e quais páginas desenhar. */
export function useRolagemPdf(palco: Ref<HTMLElement | null>, tamanhos: MaybeRefOrGetter<readonly Tamanho[]>, margem: MaybeRefOrGetter<number>) {
  const { width: largura, height: altura } = useElementSize(palco)
  const rolagem = ref(0)
  const giro = ref<Giro>(0)
  /** Nulo: a página acompanha a largura do palco. */
  const zoomFixo = ref<number | null>(null)

  const util = computed(() => Math.max(120, largura.value - 2 * toValue(margem)))
  const zoom = computed(() => zoomFixo.value ?? zoomDaLargura(toValue(tamanhos), giro.value, util.value))
  const caixas = computed(() => dispor(toValue(tamanhos), zoom.value, giro.value, INTERVALO))
  const total = computed(() => {
    const ultima = caixas.value.at(-1)
    return { altura: ultima ? ultima.topo + ultima.altura : 0, largura: Math.max(0, ...caixas.value.map((c) => c.largura)) }
  })
  const aVista = computed(() => (largura.value === 0 ? [] : paginasAVista(caixas.value, rolagem.value - toValue(margem), altura.value, altura.value * FOLGA)))
  const atual = computed(() => (caixas.value.length === 0 ? 0 : paginaNoMeio(caixas.value, rolagem.value - toValue(margem), altura.value) + 1))

  useEventListener(palco, 'scroll', () => (rolagem.value = palco.value?.scrollTop ?? 0), { passive: true })

  // Outro documento começa do começo.
  watch(() => toValue(tamanhos).length === 0, (vazio) => {
    if (!vazio) return
    giro.value = 0
    rolagem.value = 0
    palco.value?.scrollTo({ top: 0, left: 0 })
  })

  function irPara(pagina: number, dentro = 0) {
    const caixa = caixas.value[pagina - 1]
    if (caixa) palco.value?.scrollTo({ top: caixa.topo + (dentro > 0 ? toValue(margem) + dentro - altura.value / 3 : 0) })
  }

  /** Muda o tamanho mantendo no meio da janela o que estava no meio. */
  async function mudarZoom(novo: number | null) {
    const quadro = palco.value
    const antes = zoom.value
    const meio = quadro ? (quadro.scrollTop + altura.value / 2) / antes : 0
    zoomFixo.value = novo
    await nextTick()
    quadro?.scrollTo({ top: meio * zoom.value - altura.value / 2, left: (quadro.scrollWidth - quadro.clientWidth) / 2 })
  }

  return {
    zoom,
    giro,
    caixas,
    total,
    aVista,
    atual,
    naLargura: computed(() => zoomFixo.value === null),
    irPara,
    aproximar: (sentido: 1 | -1) => mudarZoom(degrauDeZoom(zoom.value, sentido)),
    natural: () => mudarZoom(1),
    ajustarALargura: () => mudarZoom(null),
    girar: () => (giro.value = ((giro.value + 90) % 360) as Giro),
  }
}
