/** As partes da página de um processo, como aparecem no endereço. */
export const abasProcesso = [
  { chave: 'resumo', rotulo: 'Resumo' },
  { chave: 'execucoes', rotulo: 'Execuções' },
  { chave: 'aprovacoes', rotulo: 'Aprovações' },
  { chave: 'auditoria', rotulo: 'Auditoria' },
] as const
export type Aba = (typeof abasProcesso)[number]['chave']

export function lerAba(valor: unknown): Aba {
  return abasProcesso.find((a) => a.chave === valor)?.chave ?? 'resumo'
}
