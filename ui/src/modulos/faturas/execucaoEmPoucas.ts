import { formatarMomento } from '@/formatos/datas'
import { resumirExecucao } from '@/tema/situacoes'
import type { UltimaExecucao } from './contratoProcessos'
import { explicacaoDe } from './explicacoes'

export interface EmPoucas {
  situacao: string
  texto: string
  /** A frase inteira, para quem quer saber mais. */
  dica?: string
}

/** A última execução numa célula: o motivo se falhou, quando tenta de novo se espera. */
export function execucaoEmPoucas(e: UltimaExecucao, agora: Date): EmPoucas {
  const dica = e.detalhes_erro ?? undefined
  const quando = e.disponivel_em ? formatarMomento(e.disponivel_em, agora) : null
  switch (e.status) {
    case 'FALHOU':
      return { situacao: e.status, texto: explicacaoDe(e.classe_erro)?.curto ?? 'Falhou', dica }
    case 'TENTANDO_NOVAMENTE':
      return { situacao: e.status, texto: quando ? tentaEm(quando) : 'Tentando de novo', dica }
    case 'ADIADA':
      return { situacao: e.status, texto: quando ? `Adiada p/ ${quando}` : 'Adiada', dica }
    case 'EXECUTANDO':
      return { situacao: e.status, texto: e.progresso ? `${verbo(e.tipo)}, ${e.progresso}%` : verbo(e.tipo) }
    case 'PENDENTE':
      return { situacao: e.status, texto: 'Na fila' }
    case 'AGUARDANDO_HUMANO':
      return { situacao: e.status, texto: 'Espera você', dica }
    case 'INCERTO':
      return { situacao: e.status, texto: 'Incerta', dica: dica ?? 'Não se sabe se chegou ao SAT. Confira lá e diga na execução.' }
    default:
      return { situacao: e.status, texto: resumirExecucao(e.tipo, e.status) }
  }
}

function tentaEm(quando: string): string {
  return quando.includes(':') ? `Tenta às ${quando}` : `Tenta em ${quando}`
}

function verbo(tipo: string): string {
  return tipo === 'UPLOAD_SAT' ? 'Enviando' : tipo === 'DOWNLOAD_FATURA' ? 'Baixando' : 'Executando'
}
