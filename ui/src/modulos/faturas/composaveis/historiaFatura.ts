import { competenciaPorExtenso, formatarData, formatarHora, mesDaCompetencia, somarMeses } from '@/formatos/datas'
import { formatarDinheiro, formatarVariacao } from '@/formatos/dinheiro'
import { aparenciaDe, rotularTipo } from '@/tema/situacoes'
import type { ProcessoCelula } from '@/api/tipos'
import { explicacaoDe } from '../explicacoes'
import { LIMITE_VARIACAO, variacaoDe } from '../variacao'
import { dizerAtraso, estaNaFila, situacaoDe } from './celulaMatriz'

export interface Historia {
  /** "Atrasada há 3 dias: era esperada em 17/11/2026"; nula em dia. */
  atraso: string | null
  /** Como está, e o que houve por último. */
  agora: string
  /** O que fazer com a falha, quando há o que fazer. */
  oQueFazer: string | null
  valor: string | null
  variacao: { texto: string; alta: boolean } | null
  mesPassado: string | null
}

function frase(texto: string): string {
  const limpo = texto.trim()
  const inicio = limpo.charAt(0).toLocaleUpperCase('pt-BR') + limpo.slice(1)
  return /[.!?…]$/.test(inicio) ? inicio : `${inicio}.`
}

function dizerAgora(p: ProcessoCelula): string {
  const e = p.ultima_execucao
  const situacao = situacaoDe(p)
  if (p.status_processo === 'UPLOAD_REALIZADO') return 'Enviada ao SAT.'
  if (estaNaFila(p)) return 'O download está na fila.'
  if (e && situacao === e.status) {
    const erro = e.detalhes_erro ? frase(e.detalhes_erro) : null
    if (e.status === 'EXECUTANDO') return `${rotularTipo(e.tipo)}: em andamento.`
    if (e.status === 'TENTANDO_NOVAMENTE') return [erro, e.disponivel_em ? `Tentaremos de novo às ${formatarHora(e.disponivel_em)}.` : 'Tentaremos de novo.'].filter(Boolean).join(' ')
    if (e.status === 'AGUARDANDO_HUMANO') return erro ?? 'O portal pediu um código. Abra a execução para responder.'
    if (e.status === 'INCERTO') return erro ?? 'Não se sabe se o envio chegou ao SAT. Confira antes de repetir.'
    return erro ?? `${aparenciaDe(e.status).rotulo} em ${rotularTipo(e.tipo).toLocaleLowerCase('pt-BR')}.`
  }
  if (p.status_processo === 'AGUARDANDO_APROVACAO') return p.data_prevista ? `Espera aprovação. Vence em ${formatarData(p.data_prevista)}.` : 'Espera aprovação.'
  if (p.status_processo === 'AGUARDANDO_ENVIO_SAT') return 'Aprovada; espera o envio ao SAT.'
  return p.dias_atraso > 0 ? 'Ainda não foi baixada.' : `Prevista para ${formatarData(p.data_prevista)}.`
}

/** O que o cartão conta de uma fatura: o que atrasou e por quê, quanto é e quanto foi. */
export function contarHistoria(p: ProcessoCelula, mes: string): Historia {
  const atraso = dizerAtraso(p.dias_atraso)
  const razao = variacaoDe(p.valor_fatura, p.valor_mes_anterior)
  const anterior = somarMeses(mes, -1)
  // Em janeiro, "dezembro" sozinho confundiria o ano.
  const nome = anterior.slice(0, 4) === mes.slice(0, 4) ? mesDaCompetencia(anterior) : competenciaPorExtenso(anterior)
  return {
    atraso: atraso ? `${atraso.charAt(0).toUpperCase()}${atraso.slice(1)}: era esperada em ${formatarData(p.data_prevista)}` : null,
    agora: dizerAgora(p),
    oQueFazer: situacaoDe(p) === 'FALHOU' ? (explicacaoDe(p.ultima_execucao?.classe_erro)?.oQueFazer ?? null) : null,
    valor: p.valor_fatura ? formatarDinheiro(p.valor_fatura) : null,
    variacao: razao === null ? null : { texto: formatarVariacao(razao), alta: Math.abs(razao) > LIMITE_VARIACAO },
    mesPassado: p.valor_mes_anterior ? `${nome.charAt(0).toUpperCase()}${nome.slice(1)}: ${formatarDinheiro(p.valor_mes_anterior)}` : null,
  }
}
