import { nextTick, ref, watch, type Ref } from 'vue'

interface ComId {
  id: string
}

/**
 * Anda pelas linhas com setas ou j/k, abre com Enter e marca com espaço. Uma linha por vez
 * entra na ordem do Tab; a atual segue o item, não a posição.
 */
export function useLinhasPorTeclado<T extends ComId>(opcoes: {
  itens: Ref<T[] | undefined>
  raiz: Readonly<Ref<HTMLElement | null>>
  abrir: (item: T, evento: KeyboardEvent) => void
  alternar?: (id: string, intervalo: boolean) => void
}) {
  const { itens, raiz } = opcoes
  const atual = ref<string | null>(null)

  watch(itens, (lista) => {
    if (!lista?.some((i) => i.id === atual.value)) atual.value = lista?.[0]?.id ?? null
  }, { immediate: true })

  function irPara(indice: number) {
    const lista = itens.value ?? []
    const item = lista[Math.max(0, Math.min(lista.length - 1, indice))]
    if (!item) return
    atual.value = item.id
    void nextTick(() => raiz.value?.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(item.id)}"]`)?.focus())
  }

  function indiceAtual(): number {
    return (itens.value ?? []).findIndex((i) => i.id === atual.value)
  }

  /** Fora da lista, j e k entram nela pela linha atual. */
  function entrar() {
    irPara(Math.max(0, indiceAtual()))
  }

  function aoTeclar(evento: KeyboardEvent) {
    const alvo = evento.target
    if (!(alvo instanceof HTMLElement) || evento.ctrlKey || evento.metaKey || evento.altKey) return
    const naLinha = alvo.matches('tr[data-id]')
    // Num botão, ligação ou campo da linha, as teclas são dele; a caixa de marcar deixa as setas passarem.
    const emCaixa = alvo instanceof HTMLInputElement && alvo.type === 'checkbox'
    const livre = naLinha || emCaixa || alvo.getAttribute('role') === 'region'
    if (!livre) return
    const n = indiceAtual()
    const destinos: Record<string, number> = { ArrowDown: n + 1, j: n + 1, ArrowUp: n - 1, k: n - 1, Home: 0, End: Infinity }
    const destino = destinos[evento.key]
    if (destino !== undefined) {
      evento.preventDefault()
      irPara(alvo.getAttribute('role') === 'region' ? Math.max(0, n) : destino)
      return
    }
    const item = (itens.value ?? [])[n]
    if (!naLinha || !item) return
    if (evento.key === 'Enter') {
      evento.preventDefault()
      opcoes.abrir(item, evento)
    } else if (evento.key === ' ' && opcoes.alternar) {
      evento.preventDefault()
      opcoes.alternar(item.id, evento.shiftKey)
    }
  }

  function aoFocar(evento: FocusEvent) {
    const linha = evento.target instanceof HTMLElement ? evento.target.closest<HTMLElement>('tr[data-id]') : null
    if (linha?.dataset.id) atual.value = linha.dataset.id
  }

  return { atual, aoTeclar, aoFocar, entrar }
}
