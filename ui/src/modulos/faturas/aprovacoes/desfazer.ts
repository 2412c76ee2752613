/** Uma aprovação que ainda pode voltar atrás. */
export interface Desfazivel {
  id: string
  nome: string
  /** Até quando, no relógio deste navegador (ms). */
  ate: number
}

/**
 * Quanto tempo há para desfazer, contado entre dois instantes do servidor: o relógio deste
 * computador pode estar errado. Nulo quando o servidor não deixa desfazer.
 */
export function prazoParaDesfazer(desfazerAte: string | null | undefined, aprovadaEm: string | null | undefined, agora: number): number | null {
  const [fim, inicio] = [Date.parse(desfazerAte ?? ''), Date.parse(aprovadaEm ?? '')]
  if (Number.isNaN(fim)) return null
  const dura = fim - (Number.isNaN(inicio) ? agora : inicio)
  return dura > 0 ? agora + dura : null
}

/** A mais nova ainda no prazo: é a que Z desfaz. */
export function aDesfazer(pilha: readonly Desfazivel[], agora: number): Desfazivel | null {
  return pilha.findLast((d) => d.ate > agora) ?? null
}

export function empilhar(pilha: readonly Desfazivel[], nova: Desfazivel, agora: number): Desfazivel[] {
  return [...pilha.filter((d) => d.ate > agora && d.id !== nova.id), nova]
}

export function semA(pilha: readonly Desfazivel[], id: string): Desfazivel[] {
  return pilha.filter((d) => d.id !== id)
}

/** Segundos inteiros que faltam, para o botão. */
export function segundosAte(ate: number, agora: number): number {
  return Math.max(0, Math.ceil((ate - agora) / 1000))
}
