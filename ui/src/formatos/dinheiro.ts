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

const GRANDEZAS = [
  [9, 'bi'],
  [6, 'mi'],
  [3, 'mil'],
] as const

/** "4812390.18" → "R$ 4,8 mi": para eixos e números grandes, onde os centavos só pesam. */
export function formatarDinheiroCompacto(valor: string): string {
  const partes = DECIMAL.exec(valor.trim())
  if (!partes) return valor
  const [, sinal = '', cheia = '0'] = partes
  const inteira = cheia.replace(/^0+(?=\d)/, '')
  const menos = sinal ? '−' : ''
  for (const [casas, nome] of GRANDEZAS) {
    if (inteira.length <= casas) continue
    const unidades = inteira.slice(0, -casas)
    const decimo = inteira.charAt(inteira.length - casas)
    // Com três algarismos antes da vírgula, o décimo não diz mais nada.
    const fracao = unidades.length < 3 && decimo !== '0' ? `,${decimo}` : ''
    return `R$\u00a0${menos}${formatarInteiro(Number(unidades))}${fracao}\u00a0${nome}`
  }
  return formatarDinheiro(valor)
}

/** 0.184 → "+18,4%"; −0.031 → "−3,1%". */
export function formatarVariacao(razao: number): string {
  const porCento = (Math.abs(razao) * 100).toFixed(1).replace('.', ',')
  if (porCento === '0,0') return '0,0%'
  return `${razao < 0 ? '−' : '+'}${porCento}%`
}

const COM_VIRGULA = /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/
const COM_PONTO = /^(\d+)\.(\d{1,2})$/

/** O que uma pessoa digita ("R$ 1.234,56", "1234,5", "1234.56") na forma canônica; nulo se não é um valor acima de zero. */
export function lerDinheiro(texto: string): string | null {
  const limpo = texto.replace(/r\$|\s/gi, '')
  const partes = COM_VIRGULA.exec(limpo) ?? COM_PONTO.exec(limpo)
  if (!partes) return null
  const inteira = (partes[1] ?? '').replaceAll('.', '').replace(/^0+(?=\d)/, '')
  const canonico = `${inteira}.${(partes[2] ?? '').padEnd(2, '0')}`
  return /[1-9]/.test(canonico) ? canonico : null
}
