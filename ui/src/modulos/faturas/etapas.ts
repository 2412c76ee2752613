import { formatarMomento } from '@/formatos/datas'
import type { DetalheProcesso, ExecucaoDoProcesso, UltimaExecucao } from './contratoProcessos'
import { execucaoEmPoucas } from './execucaoEmPoucas'

export interface Etapa {
  rotulo: string
  nota: string
  estado: 'feita' | 'atual' | 'futura'
  /** A situação cujo desenho e cor a etapa mostra. */
  situacao: string
}

const ORDEM = ['AGUARDANDO_DOWNLOAD', 'AGUARDANDO_APROVACAO', 'AGUARDANDO_ENVIO_SAT', 'UPLOAD_REALIZADO'] as const
const DE_FATURA = new Set(['DOWNLOAD_FATURA', 'UPLOAD_MANUAL'])

/** A história do processo em cinco etapas: o que já foi e quando, o que se espera e por quê. */
export function etapasDe(p: DetalheProcesso, agora: Date, quem: { aprova: boolean }): Etapa[] {
  const posicao = ORDEM.indexOf(p.status_processo)
  const dia = (instante: string | null | undefined) => (instante ? comHora(instante, agora) : '')
  const [baixou, enviou] = [ultimaDe(p, DE_FATURA), ultimaDe(p, new Set(['UPLOAD_SAT']))]

  const etapas: Omit<Etapa, 'estado'>[] = [
    { rotulo: 'Criado', nota: dia(p.criado_em), situacao: 'CONCLUIDO' },
    posicao > 0
      ? { rotulo: p.upload_manual ? 'Fatura enviada' : 'Fatura baixada', nota: dia(chegada(p)) || 'recebida', situacao: 'CONCLUIDO' }
      : { rotulo: 'Download', ...andamento(p, baixou, agora, p.motivo_rejeicao ? 'rejeitada: espera outra fatura' : 'espera o download', 'AGUARDANDO_DOWNLOAD') },
    posicao > 1
      ? { rotulo: 'Aprovada', nota: [quemAprovou(p), dia(p.data_aprovacao)].filter(Boolean).join(', '), situacao: 'CONCLUIDO' }
      : { rotulo: 'Aprovação', nota: posicao === 1 ? `aguarda ${quem.aprova ? 'você ' : ''}desde ${dia(chegada(p) || p.atualizado_em)}` : 'depois do download', situacao: 'AGUARDANDO_APROVACAO' },
    posicao > 2
      ? { rotulo: 'Envio ao SAT', nota: dia(enviou?.data_fim) || 'feito', situacao: 'CONCLUIDO' }
      : { rotulo: 'Envio ao SAT', ...(posicao === 2 ? andamento(p, enviou, agora, 'espera o envio', 'AGUARDANDO_ENVIO_SAT') : { nota: 'depois da aprovação', situacao: 'AGUARDANDO_ENVIO_SAT' }) },
    { rotulo: 'Enviado', nota: posicao > 2 ? dia(p.data_envio_sat) : 'o SAT confirma', situacao: posicao > 2 ? 'CONCLUIDO' : 'UPLOAD_REALIZADO' },
  ]
  // "Criado" é a etapa zero, sempre feita; a atual é a que a situação espera.
  const atual = posicao + 1
  return etapas.map((e, n) => {
    const estado = n < atual || posicao === ORDEM.length - 1 ? 'feita' : n === atual ? 'atual' : 'futura'
    return { ...e, estado, situacao: estado === 'futura' ? 'PENDENTE' : e.situacao }
  })
}

/** A execução mais nova de certos tipos. As execuções vêm da mais antiga à mais nova. */
function ultimaDe(p: DetalheProcesso, tipos: ReadonlySet<string>): ExecucaoDoProcesso | undefined {
  return p.execucoes.filter((e) => tipos.has(e.tipo)).at(-1)
}

/** Quando a fatura que está no processo chegou. */
function chegada(p: DetalheProcesso): string | null {
  const feitas = p.execucoes.filter((e) => DE_FATURA.has(e.tipo) && e.status === 'CONCLUIDO')
  return feitas.at(-1)?.data_fim ?? null
}

function quemAprovou(p: DetalheProcesso): string {
  return p.decisoes.filter((d) => d.tipo === 'APROVACAO').at(-1)?.usuario_nome ?? ''
}

function andamento(p: DetalheProcesso, e: ExecucaoDoProcesso | undefined, agora: Date, semNada: string, situacao: string): { nota: string; situacao: string } {
  if (!e || e.status === 'CONCLUIDO' || e.status === 'CANCELADO') return { nota: semNada, situacao }
  const resumo = execucaoEmPoucas(comoUltima(p, e), agora)
  return { nota: resumo.texto.charAt(0).toLocaleLowerCase('pt-BR') + resumo.texto.slice(1), situacao: resumo.situacao }
}

/** Uma execução do detalhe na forma em que a lista a traz; da última também se sabe quando tenta de novo. */
export function comoUltima(p: Pick<DetalheProcesso, 'ultima_execucao'>, e: ExecucaoDoProcesso): UltimaExecucao {
  const { disponivel_em, progresso } = p.ultima_execucao?.id === e.id ? p.ultima_execucao : {}
  return { ...e, disponivel_em, progresso, atualizado_em: e.data_fim ?? e.data_inicio ?? e.criado_em }
}

function comHora(instante: string, agora: Date): string {
  const momento = formatarMomento(instante, agora)
  if (momento.includes(':')) return momento
  const d = new Date(instante)
  const dois = (n: number) => String(n).padStart(2, '0')
  return Number.isNaN(d.getTime()) ? momento : `${momento} ${dois(d.getHours())}:${dois(d.getMinutes())}`
}
