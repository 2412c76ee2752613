/** O que se digitou de um valor, como decimal do servidor: "1.234,5" → "1234.50". Nulo se não é dinheiro. */
export function lerDinheiro(digitado: string): string | null {
  const limpo = digitado.replace(/^\s*R\$/, '').replace(/[\s\u00a0]/g, '')
  // Com vírgula, o ponto só separa milhares; sem ela, "1234.56" de uma planilha também vale.
  const comVirgula = /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/.exec(limpo)
  const comPonto = /^(\d+)\.(\d{2})$/.exec(limpo)
  const partes = comVirgula ?? comPonto
  if (!partes) return null
  const inteira = (partes[1] ?? '').replaceAll('.', '').replace(/^0+(?=\d)/, '')
  return `${inteira}.${(partes[2] ?? '').padEnd(2, '0')}`
}
