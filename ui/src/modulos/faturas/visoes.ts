import { consultaDe } from '@/composaveis/useVisoes'

export interface VisaoPronta {
  chave: string
  nome: string
  /** Os parâmetros do endereço. Os dias são relativos: a visão guardada vale amanhã. */
  consulta: Record<string, string>
}

/** As visões que o Regente traz prontas. Valem dentro da competência escolhida. */
export const visoesProntas: readonly VisaoPronta[] = [
  { chave: 'todos', nome: 'Todos', consulta: {} },
  { chave: 'fila', nome: 'Minha fila', consulta: { status_processo: 'AGUARDANDO_APROVACAO' } },
  { chave: 'vencem', nome: 'Vencem em 3 dias', consulta: { pendentes: 'true', vence_de: 'hoje', vence_ate: '3d' } },
  { chave: 'atrasados', nome: 'Atrasados', consulta: { atrasados: 'true' } },
  { chave: 'falhas', nome: 'Falhas', consulta: { com_falha: 'true' } },
  { chave: 'enviados', nome: 'Enviados hoje', consulta: { enviados_em: 'hoje' } },
]

/** O que vale em qualquer visão e não a define: o mês, a ordem, e o que se digitou. */
export const COMUNS = ['mes_ano', 'ordem', 'busca'] as const

/** A visão do endereço entre as prontas e as da pessoa. */
export function nomeDaVisao(query: Record<string, unknown>, daPessoa: readonly { nome: string; consulta: string }[]): string | null {
  const semComuns = Object.fromEntries(Object.entries(query).filter(([c]) => !(COMUNS as readonly string[]).includes(c))) as Record<string, string>
  const atual = consultaDe(semComuns)
  return visoesProntas.find((v) => consultaDe(v.consulta) === atual)?.nome ?? daPessoa.find((v) => v.consulta === atual)?.nome ?? null
}
