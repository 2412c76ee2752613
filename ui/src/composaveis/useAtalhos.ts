import { computed, onScopeDispose, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue'

export interface Atalho {
  /** Como o navegador chama a tecla ("a", "?", "ArrowDown", "Enter"); várias fazem o mesmo. "mod+k" é Ctrl K ou ⌘ K. */
  tecla: string | readonly string[]
  /** O que faz, no infinitivo: "Aprovar e ir à próxima". Aparece na lista de atalhos. */
  rotulo: string
  acao: (evento: KeyboardEvent) => void
  /** Só vale enquanto isto for verdade; fora disso também some da lista. */
  quando?: MaybeRefOrGetter<boolean>
  /** Segurar a tecla repete a ação (andar numa lista). */
  repete?: boolean
  /** Não aparece na lista: é variação de outro. */
  oculto?: boolean
}

export interface GrupoAtalhos {
  titulo: string
  atalhos: Atalho[]
}

const grupos = shallowReactive<GrupoAtalhos[]>([])

const SEM_TEXTO = new Set(['button', 'checkbox', 'radio', 'range', 'reset', 'submit', 'file', 'color', 'image'])

/** Verdadeiro onde a tecla escreve: ali nenhum atalho de uma letra dispara. */
export function escreveTexto(alvo: EventTarget | null): boolean {
  if (!(alvo instanceof Element)) return false
  const campo = alvo.closest('input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="combobox"], [role="textbox"]')
  return campo instanceof HTMLInputElement ? !SEM_TEXTO.has(campo.type) : campo !== null
}

/** Um diálogo por cima da página fica com o teclado. */
function temDialogoAberto(): boolean {
  return [...document.querySelectorAll('dialog[open], [aria-modal="true"]')].some((d) => d.getClientRects().length > 0)
}

/** "Shift+A" só com maiúscula; "a" só sem; "?" e outros sinais não olham o Shift, que é do teclado de cada país. */
function combina(tecla: string, e: KeyboardEvent): boolean {
  const partes = tecla.split('+')
  const nome = partes.pop() || '+'
  const pede = (modificador: string) => partes.includes(modificador)
  if (pede('mod') !== (e.ctrlKey || e.metaKey) || e.altKey) return false
  if (e.key.toLowerCase() !== nome.toLowerCase()) return false
  return /^[a-z]$/i.test(nome) || nome.length > 1 ? pede('Shift') === e.shiftKey : true
}

function tratar(e: KeyboardEvent): void {
  if (e.defaultPrevented || e.isComposing) return
  const escrevendo = escreveTexto(e.target)
  // O grupo mais novo vence: o painel aberto por último fala antes da página.
  for (const atalho of grupos.toReversed().flatMap((g) => g.atalhos)) {
    const tecla = [atalho.tecla].flat().find((t) => combina(t, e))
    if (!tecla || !toValue(atalho.quando ?? true)) continue
    if (escrevendo && !tecla.startsWith('mod+')) continue
    if (temDialogoAberto()) return
    e.preventDefault()
    if (!e.repeat || atalho.repete) atalho.acao(e)
    return
  }
}

/**
 * Registra os atalhos de uma página ou painel enquanto ele vive. Nunca disparam em
 * campo de texto, com diálogo aberto ou com outra tecla de modo; `?` mostra todos.
 */
export function useAtalhos(titulo: string, atalhos: Atalho[]): void {
  const grupo = { titulo, atalhos }
  if (grupos.push(grupo) === 1) document.addEventListener('keydown', tratar)
  onScopeDispose(() => {
    grupos.splice(grupos.indexOf(grupo), 1)
    if (grupos.length === 0) document.removeEventListener('keydown', tratar)
  })
}

/** O que a lista de atalhos mostra: a página primeiro, a moldura por último. */
export const atalhosAtuais = computed<GrupoAtalhos[]>(() =>
  grupos
    .toReversed()
    .map((g) => ({ ...g, atalhos: g.atalhos.filter((a) => !a.oculto && toValue(a.quando ?? true)) }))
    .filter((g) => g.atalhos.length > 0),
)

const NOMES: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', ' ': 'Espaço', Delete: 'Del' }

/** As teclas de um atalho como se escrevem num `<kbd>`. */
export function nomesDasTeclas(tecla: Atalho['tecla'], mac = eMac()): string[] {
  return [tecla].flat().map((t) => {
    const partes = t === '+' ? ['+'] : t.split('+')
    return partes.map((p) => (p === 'mod' ? (mac ? '⌘' : 'Ctrl') : (NOMES[p] ?? (p.length === 1 ? p.toUpperCase() : p)))).join(' ')
  })
}

function eMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent)
}
