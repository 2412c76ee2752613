import type { Conferencia } from '../contratoProcessos'

const ROTULOS: Record<string, string> = {
  VALOR: 'Valor',
  VENCIMENTO: 'Vencimento',
  CLIENTE: 'CNPJ do cliente',
  EMISSOR: 'Quem cobra',
  COMPETENCIA: 'Mês de referência',
  DOCUMENTO: 'Documento',
  DUPLICIDADE: 'Duplicidade',
  VARIACAO: 'Diferença do mês anterior',
}
const PESO: Record<Conferencia['situacao'], number> = { ERRO: 0, ALERTA: 1, OK: 2 }

export interface ItemConferido extends Conferencia {
  titulo: string
}

/** O que não confere primeiro; a frase começa com maiúscula, como toda frase na tela. */
export function emOrdemDeAtencao(conferencias: readonly Conferencia[]): ItemConferido[] {
  return conferencias
    .map((c) => ({ ...c, titulo: ROTULOS[c.item] ?? c.item, detalhe: c.detalhe.charAt(0).toLocaleUpperCase('pt-BR') + c.detalhe.slice(1) }))
    .sort((a, b) => PESO[a.situacao] - PESO[b.situacao])
}

function plural(n: number, um: string, muitos: string): string {
  return `${n} ${n === 1 ? um : muitos}`
}

export function contarRessalvas(n: number): string {
  return plural(n, 'ressalva', 'ressalvas')
}

/** "4 conferem, 1 ressalva". */
export function resumirConferencias(conferencias: readonly Conferencia[]): string {
  const certas = conferencias.filter((c) => c.situacao === 'OK').length
  const resto = conferencias.length - certas
  return [certas > 0 && plural(certas, 'confere', 'conferem'), resto > 0 && contarRessalvas(resto)].filter(Boolean).join(', ')
}
