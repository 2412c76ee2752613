import { useElementSize, useScroll, watchThrottled } from '@vueuse/core'
import { computed, nextTick, ref, watch, type Ref } from 'vue'
import type { Bobina, Filtro } from '../bobina'

export const ALTURA_LINHA = 20
/** Linhas desenhadas além da borda, para a rolagem não mostrar vazio. */
const FOLGA = 12
/** Abaixo disto a coluna do nível some e a hora encolhe (o CSS usa o mesmo corte). */
const LARGURA_ESTREITA = 560
const COLUNAS_FIXAS = { larga: 52 + 102 + 50 + 12, estreita: 40 + 70 + 12 }
/** Distância do fim que ainda conta como "no fim". */
const TOLERANCIA_PX = 30

/** Que registros estão à vista, e o modo de seguir o fim. */
export function useJanela(lista: Ref<HTMLElement | null>, bobina: Ref<Bobina>, versao: Ref<number>, filtro: Ref<Filtro>) {
  const { width: largura, height: altura } = useElementSize(lista)
  const { y } = useScroll(lista)
  const seguindo = ref(true)
  const desenho = ref(0)

  const estreita = computed(() => largura.value > 0 && largura.value < LARGURA_ESTREITA)
  const colunas = computed(() => {
    const util = largura.value - (estreita.value ? COLUNAS_FIXAS.estreita : COLUNAS_FIXAS.larga)
    return Math.max(8, Math.floor(util / larguraDaLetra(lista.value)))
  })

  function irAoFim() {
    const alvo = lista.value
    if (alvo) alvo.scrollTop = alvo.scrollHeight
  }

  async function redesenhar() {
    desenho.value++
    if (!seguindo.value) return
    await nextTick()
    irAoFim()
  }

  watch([bobina, colunas, filtro], () => {
    bobina.value.refazer(filtro.value, colunas.value)
    void redesenhar()
  })
  watchThrottled(versao, redesenhar, { throttle: 16 })

  // Rolar para cima deixa de seguir; chegar ao fim volta a seguir.
  function aoRolar() {
    const alvo = lista.value
    if (alvo) seguindo.value = alvo.scrollHeight - alvo.scrollTop - alvo.clientHeight < TOLERANCIA_PX
  }

  function alternarSeguir() {
    seguindo.value = !seguindo.value
    if (seguindo.value) irAoFim()
  }

  const total = computed(() => (void desenho.value, bobina.value.linhas))
  const visiveis = computed(() => {
    void desenho.value
    const de = Math.floor(y.value / ALTURA_LINHA) - FOLGA
    return bobina.value.janela(Math.max(0, de), de + Math.ceil(altura.value / ALTURA_LINHA) + 2 * FOLGA)
  })

  return { visiveis, total, colunas, seguindo, alternarSeguir, aoRolar }
}

let larguraMedida = 0
function larguraDaLetra(elemento: HTMLElement | null): number {
  if (larguraMedida || !elemento) return larguraMedida || 7.2
  const lapis = document.createElement('canvas').getContext('2d')
  if (!lapis) return 7.2
  lapis.font = getComputedStyle(elemento).font
  larguraMedida = lapis.measureText('0'.repeat(100)).width / 100 || 7.2
  return larguraMedida
}
