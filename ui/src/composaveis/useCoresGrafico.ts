import { computed } from 'vue'
import { useTema } from './useTema'

const TOKENS = {
  texto: '--texto', texto2: '--texto-2', texto3: '--texto-3', linha: '--linha', linhaForte: '--linha-forte', fundo: '--superficie', poco: '--fundo-poco',
  marca: '--marca-solida', marcaTexto: '--marca-texto', cinza: '--cinza-cor', verde: '--verde-cor', ambar: '--ambar-cor', vermelho: '--vermelho-cor',
  azul: '--azul-cor', laranja: '--laranja-cor', magenta: '--magenta-cor', inverso: '--inverso', inversoTexto: '--inverso-texto', fonte: '--fonte',
} as const

export type CoresGrafico = Record<keyof typeof TOKENS, string> & {
  /** A cor de um token qualquer: `de('--sit-aguardando-aprovacao-cor')`. */
  de: (token: string) => string
}

/** As cores dos tokens como valores, lidas de novo quando o tema muda. O ECharts não entende `var()`. */
export function useCoresGrafico() {
  const tema = useTema()
  return computed<CoresGrafico>(() => {
    // A leitura depende da classe no <html>: tocar em `escuro` a refaz.
    void tema.escuro
    const estilo = getComputedStyle(document.documentElement)
    const de = (token: string) => resolver(estilo.getPropertyValue(token).trim())
    const cores = Object.fromEntries(Object.entries(TOKENS).map(([nome, token]) => [nome, nome === 'fonte' ? estilo.getPropertyValue(token).trim() : de(token)]))
    return { ...(cores as Record<keyof typeof TOKENS, string>), de }
  })
}

let prova: HTMLElement | undefined

/** Uma cor derivada (`oklch(from …)`, `color-mix`) vira rgb, que todo desenhista entende. */
function resolver(cor: string): string {
  if (!cor || cor.startsWith('#') || cor.startsWith('rgb')) return cor
  prova ??= document.createElement('i')
  prova.style.color = cor
  if (!prova.isConnected) document.body.append(prova)
  const resolvida = getComputedStyle(prova).color
  prova.remove()
  return resolvida
}
