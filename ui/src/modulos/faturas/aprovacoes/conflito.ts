import { formatarMomento } from '@/formatos/datas'
import { aparenciaDe } from '@/tema/situacoes'
import type { DetalheProcesso } from '../contratoProcessos'

/** O que mudou enquanto a pessoa olhava, em uma frase; e se ainda há o que decidir aqui. */
export interface Conflito {
  texto: string
  /** Já não espera decisão: a fila segue. */
  decidido: boolean
}

const VERBO: Record<string, string> = { APROVACAO: 'Aprovada', REJEICAO: 'Rejeitada' }

/**
 * Explica um 409, ou uma mudança que chegou ao vivo, comparando o arquivo que se viu com o processo como
 * está agora. Nulo quando nada do que se via mudou.
 */
export function explicarConflito(shaVisto: string | null, agora: DetalheProcesso, hora: Date): Conflito | null {
  if (agora.status_processo !== 'AGUARDANDO_APROVACAO') return { texto: quemDecidiu(agora, hora), decidido: true }
  if (shaVisto && agora.arquivo_sha256 && agora.arquivo_sha256 !== shaVisto) {
    return { texto: 'O arquivo desta fatura foi trocado enquanto você a via. O novo está na tela: confira de novo.', decidido: false }
  }
  return null
}

function quemDecidiu(processo: DetalheProcesso, hora: Date): string {
  const decisao = processo.decisoes.at(-1)
  if (!decisao) return `Esta fatura já não espera aprovação: está em “${aparenciaDe(processo.status_processo).rotulo}”.`
  const verbo = VERBO[decisao.tipo] ?? 'Decidida'
  const motivo = decisao.tipo === 'REJEICAO' && decisao.observacoes ? `: “${decisao.observacoes}”` : ''
  return `${verbo} por ${decisao.usuario_nome ?? 'outra pessoa'} às ${formatarMomento(decisao.criado_em, hora)}${motivo}.`
}
