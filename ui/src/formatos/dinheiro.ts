const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/**
 * "1234.5" → "1.234,50". Trabalha no texto, sem ponto flutuante: o valor de uma
 * fatura é mostrado como foi guardado. Mais de duas casas são todas mostradas.
 * O que não é decimal volta como veio.
 */
export function formatarDecimal(valor: string): string {
  const partes = DECIMAL.exec(valor.trim())
  if (!partes) return valor
  const [, sinal = '', inteira = '0', casas = ''] = partes
  const milhares = inteira.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, '.')
  const nulo = /^0*$/.test(inteira + casas)
  return `${sinal && !nulo ? '−' : ''}${milhares},${casas.padEnd(2, '0')}`
}

/** "1234.5" → "R$ 1.234,50", com espaço que não quebra. */
export function formatarDinheiro(valor: string): string {
  return `R$\u00a0${formatarDecimal(valor)}`
}

/** 1248 → "1.248". */
export function formatarInteiro(valor: number): string {
  return String(Math.trunc(valor)).replace(/\B(?=(\d{3})+$)/g, '.')
}
