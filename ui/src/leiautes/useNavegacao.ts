import { nextTick, onScopeDispose, type Ref } from 'vue'
import { START_LOCATION, useRouter } from 'vue-router'

/** Por quanto tempo se espera a página ter altura para voltar ao ponto em que estava. */
const ESPERA_ALTURA_MS = 2_000

const ROLAVEIS = '.rolo, [data-rolagem]'

/**
 * O que a troca de página faz com o foco e a rolagem: a página nova começa do alto com o
 * foco no título; voltar e avançar repõem cada área onde estava.
 */
export function useNavegacao(conteudo: Ref<HTMLElement | null>) {
  const roteador = useRouter()
  const posicoes = new Map<number, number[]>()
  let atual = posicaoNoHistorico()
  let peloHistorico = false
  let desistir: (() => void) | undefined

  const aoVoltar = () => (peloHistorico = true)
  globalThis.addEventListener('popstate', aoVoltar)

  const soltarAntes = roteador.beforeEach(() => {
    if (conteudo.value) posicoes.set(atual, medir(conteudo.value))
  })

  const soltarDepois = roteador.afterEach(async (para, de, falha) => {
    const voltou = peloHistorico
    peloHistorico = false
    if (falha || de === START_LOCATION) return
    atual = posicaoNoHistorico()
    if (para.path === de.path) return
    const guardada = voltou ? posicoes.get(atual) : undefined
    if (!voltou) for (const p of [...posicoes.keys()]) if (p >= atual) posicoes.delete(p)
    await nextTick()
    if (!conteudo.value) return
    desistir?.()
    if (guardada) desistir = repor(conteudo.value, guardada)
    else aoAlto(conteudo.value)
    focarTitulo(conteudo.value)
  })

  onScopeDispose(() => {
    globalThis.removeEventListener('popstate', aoVoltar)
    soltarAntes()
    soltarDepois()
    desistir?.()
  })
}

function posicaoNoHistorico(): number {
  return Number((history.state as { position?: number } | null)?.position ?? 0)
}

function areas(conteudo: HTMLElement): Element[] {
  return [document.documentElement, conteudo, ...conteudo.querySelectorAll(ROLAVEIS)]
}

function medir(conteudo: HTMLElement): number[] {
  return areas(conteudo).map((a) => a.scrollTop)
}

function aoAlto(conteudo: HTMLElement) {
  for (const area of areas(conteudo).slice(0, 2)) area.scrollTop = 0
}

/** Repõe a rolagem assim que o conteúdo tiver altura; quem já mexeu na página fica onde está. */
function repor(conteudo: HTMLElement, alvos: number[]): () => void {
  const ate = performance.now() + ESPERA_ALTURA_MS
  const controle = new AbortController()
  for (const gesto of ['wheel', 'pointerdown', 'keydown', 'touchmove']) {
    document.addEventListener(gesto, () => controle.abort(), { signal: controle.signal, passive: true })
  }
  function tentar() {
    if (controle.signal.aborted) return
    const agora = areas(conteudo)
    const prontas = alvos.every((alvo, n) => {
      const area = agora[n]
      if (!area) return alvo === 0
      area.scrollTop = alvo
      return Math.abs(area.scrollTop - alvo) <= 1
    })
    if (prontas || performance.now() > ate) controle.abort()
    else requestAnimationFrame(tentar)
  }
  tentar()
  return () => controle.abort()
}

/** Leitores de tela anunciam o título; uma página que já pôs o foco num campo fica com ele. */
function focarTitulo(conteudo: HTMLElement) {
  if (document.activeElement !== conteudo && conteudo.contains(document.activeElement)) return
  const titulo = conteudo.querySelector<HTMLElement>('h1')
  if (titulo) titulo.tabIndex = -1
  ;(titulo ?? conteudo).focus({ preventScroll: true })
}
