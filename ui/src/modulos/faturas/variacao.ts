import { variacaoSobre } from '@/formatos/soma'

/** Acima disto a diferença do mês anterior pede olhar: o mesmo limite da conferência do servidor. */
export const LIMITE_VARIACAO = 0.15

/** Quanto o valor mudou do mês anterior: 0.184 é 18,4 % a mais. Nulo sem um dos dois, ou com o anterior zerado. */
export function variacaoDe(valor: string | null | undefined, anterior: string | null | undefined): number | null {
  return valor && anterior ? variacaoSobre(valor, anterior) : null
}
