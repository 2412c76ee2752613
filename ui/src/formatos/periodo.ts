/** Os períodos que os filtros oferecem: o endereço guarda o nome, e a hora se conta na hora de perguntar. */
export const PERIODOS = [
  { valor: 'hoje', rotulo: 'hoje', dias: 1 },
  { valor: 'semana', rotulo: 'nos últimos 7 dias', dias: 7 },
  { valor: 'mes', rotulo: 'nos últimos 30 dias', dias: 30 },
] as const

/** O começo do período, à meia-noite de quem olha, em RFC 3339. */
export function inicioDoPeriodo(periodo: string | undefined, agora: Date): string | undefined {
  const dias = PERIODOS.find((p) => p.valor === periodo)?.dias
  return dias && new Date(agora.getFullYear(), agora.getMonth(), agora.getDate() - (dias - 1)).toISOString()
}
