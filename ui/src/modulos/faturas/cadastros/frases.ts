import { formatarInteiro } from '@/formatos/dinheiro'
import type { RespostaLote } from './contrato'

/** 1 → "1 cliente"; 1248 → "1.248 clientes". */
export function contar(quantos: number, um: string, varios: string): string {
  return `${formatarInteiro(quantos)} ${quantos === 1 ? um : varios}`
}

/** O que um lote fez, e por que recusou o resto: os motivos iguais contam juntos. */
export function resumirLote({ feitos, recusados }: RespostaLote, verbo: string): string {
  const feito = `${contar(feitos, 'cliente', 'clientes')} ${verbo}${feitos === 1 ? '' : 's'}.`
  if (!recusados.length) return feito
  const motivos = new Map<string, number>()
  for (const r of recusados) motivos.set(r.mensagem, (motivos.get(r.mensagem) ?? 0) + 1)
  const porque = [...motivos].map(([mensagem, n]) => `${formatarInteiro(n)}: ${mensagem}`).join('; ')
  return `${feitos ? `${feito} ` : ''}${contar(recusados.length, 'recusado', 'recusados')} (${porque}).`
}
