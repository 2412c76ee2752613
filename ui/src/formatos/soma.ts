const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** Os algarismos de um decimal como inteiro, com tantas casas quantas pedidas. */
function emUnidades(valor: string, casas: number): bigint {
  const partes = DECIMAL.exec(valor.trim())
  if (!partes) return 0n
  const [, sinal = '', inteira = '0', fracao = ''] = partes
  return BigInt(`${sinal}${inteira}${fracao.slice(0, casas).padEnd(casas, '0')}`)
}

/** Soma de decimais em texto, exata: ["0.10", "1234.5"] → "1234.60". O que não é decimal não conta. */
export function somarDecimais(valores: readonly string[]): string {
  const casas = valores.reduce((maior, v) => Math.max(maior, DECIMAL.exec(v.trim())?.[3]?.length ?? 0), 2)
  const soma = valores.reduce((total, v) => total + emUnidades(v, casas), 0n)
  const algarismos = (soma < 0n ? -soma : soma).toString().padStart(casas + 1, '0')
  return `${soma < 0n ? '-' : ''}${algarismos.slice(0, -casas)}.${algarismos.slice(-casas)}`
}

/** Quanto o valor mudou sobre o de antes, como razão: ("110", "100") → 0,1. Nulo quando não há base. */
export function variacaoSobre(valor: string, antes: string): number | null {
  const base = emUnidades(antes, 2)
  return base > 0n ? Number(((emUnidades(valor, 2) - base) * 10_000n) / base) / 10_000 : null
}

/** Parte de um todo: (1, 3) → "33,3%". */
export function formatarParte(parte: number, todo: number): string {
  return `${(todo > 0 ? (parte / todo) * 100 : 0).toFixed(1).replace('.', ',')}%`
}
