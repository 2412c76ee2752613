const DECIMAL = /^(-?)(\d+)(?:\.(\d{0,2})\d*)?$/

/** Acima disto a diferença do mês anterior pede olhar: o mesmo limite da conferência do servidor. */
export const LIMITE_VARIACAO = 0.15

function centavos(valor: string): bigint | null {
  const p = DECIMAL.exec(valor.trim())
  if (!p) return null
  const n = BigInt(p[2] ?? '0') * 100n + BigInt((p[3] ?? '').padEnd(2, '0'))
  return p[1] ? -n : n
}

/** Quanto o valor mudou do mês anterior: 0.184 é 18,4 % a mais. Nulo sem um dos dois, ou com o anterior zerado. */
export function variacaoDe(valor: string | null | undefined, anterior: string | null | undefined): number | null {
  if (!valor || !anterior) return null
  const [agora, antes] = [centavos(valor), centavos(anterior)]
  if (agora === null || antes === null || antes <= 0n) return null
  return Number(((agora - antes) * 10_000n) / antes) / 10_000
}

/** Soma valores decimais sem ponto flutuante; o que não é número não entra. */
export function somar(valores: readonly (string | null | undefined)[]): string {
  const total = valores.reduce((soma, v) => soma + ((v && centavos(v)) || 0n), 0n)
  const absoluto = total < 0n ? -total : total
  return `${total < 0n ? '-' : ''}${absoluto / 100n}.${String(absoluto % 100n).padStart(2, '0')}`
}
