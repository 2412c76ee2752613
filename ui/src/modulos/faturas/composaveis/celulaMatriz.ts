import { formatarDecimal, formatarDinheiro } from '@/formatos/dinheiro'
import { formatarData, formatarHora } from '@/formatos/datas'
import { aparenciaDe } from '@/tema/situacoes'
import type { CelulaMatriz, ProcessoCelula } from '@/api/tipos'
import type { Recorte } from './useFiltrosMatriz'

/** Como o texto da célula se veste: o valor que espera decisão pesa, o que já foi recua. */
export type EstiloCelula = 'valor' | 'feito' | 'data' | 'atraso' | 'nota' | 'unidades' | 'criar' | 'nada'

export interface ResumoCelula {
  /** Chave da tabela de situações; nula quando não há processo. */
  situacao: string | null
  texto: string
  estilo: EstiloCelula
  /** Há atraso: a barra vermelha à esquerda. */
  atrasada: boolean
  /** O que a célula diz a quem não a vê, sem cliente nem operadora. */
  frase: string
}

/** O que falta primeiro: uma célula de várias faturas mostra a que mais pede ação. */
const URGENCIA = [
  'INCERTO',
  'FALHOU',
  'AGUARDANDO_HUMANO',
  'AGUARDANDO_APROVACAO',
  'TENTANDO_NOVAMENTE',
  'AGUARDANDO_DOWNLOAD',
  'ADIADA',
  'EXECUTANDO',
  'AGUARDANDO_ENVIO_SAT',
  'UPLOAD_REALIZADO',
]

const EXECUCAO_DO_PASSO: Partial<Record<string, readonly string[]>> = {
  AGUARDANDO_DOWNLOAD: ['DOWNLOAD_FATURA', 'UPLOAD_MANUAL'],
  AGUARDANDO_ENVIO_SAT: ['UPLOAD_SAT'],
}
/** A execução fala mais alto que a situação enquanto não terminou bem. */
const FALA_MAIS_ALTO = new Set(['EXECUTANDO', 'AGUARDANDO_HUMANO', 'TENTANDO_NOVAMENTE', 'FALHOU', 'INCERTO', 'ADIADA'])

/** A situação que a célula desenha: a do processo, ou a da execução que o faria andar. */
export function situacaoDe(p: ProcessoCelula): string {
  const e = p.ultima_execucao
  const doPasso = e && EXECUCAO_DO_PASSO[p.status_processo]?.includes(e.tipo)
  return doPasso && FALA_MAIS_ALTO.has(e.status) ? e.status : p.status_processo
}

export function estaNaFila(p: ProcessoCelula): boolean {
  return p.status_processo === 'AGUARDANDO_DOWNLOAD' && p.ultima_execucao?.tipo === 'DOWNLOAD_FATURA' && p.ultima_execucao.status === 'PENDENTE'
}

function urgencia(situacao: string): number {
  const lugar = URGENCIA.indexOf(situacao)
  return lugar < 0 ? 0 : lugar
}

/** As faturas da célula, da que mais pede ação à que já foi. */
export function porUrgencia(processos: readonly ProcessoCelula[]): ProcessoCelula[] {
  return [...processos].sort(
    (a, b) => urgencia(situacaoDe(a)) - urgencia(situacaoDe(b)) || b.dias_atraso - a.dias_atraso || a.unidade.localeCompare(b.unidade, 'pt-BR'),
  )
}

function textoDe(p: ProcessoCelula): { texto: string; estilo: EstiloCelula } {
  const situacao = situacaoDe(p)
  if (p.status_processo === 'UPLOAD_REALIZADO') return { texto: p.valor_fatura ? formatarDecimal(p.valor_fatura) : 'enviada', estilo: 'feito' }
  if (p.status_processo !== 'AGUARDANDO_DOWNLOAD') return p.valor_fatura ? { texto: formatarDecimal(p.valor_fatura), estilo: 'valor' } : { texto: 'sem valor', estilo: 'nota' }
  if (situacao === 'EXECUTANDO') return { texto: 'baixando', estilo: 'nota' }
  if (situacao === 'AGUARDANDO_HUMANO') return { texto: 'código', estilo: 'nota' }
  if (estaNaFila(p)) return { texto: 'na fila', estilo: 'nota' }
  if (p.dias_atraso > 0) return { texto: `${p.dias_atraso} d`, estilo: 'atraso' }
  if (situacao === 'TENTANDO_NOVAMENTE' && p.ultima_execucao?.disponivel_em) return { texto: formatarHora(p.ultima_execucao.disponivel_em), estilo: 'data' }
  return { texto: formatarData(p.data_prevista).slice(0, 5), estilo: 'data' }
}

/** "atrasada há 3 dias"; vazio quando está em dia. */
export function dizerAtraso(dias: number): string {
  if (dias <= 0) return ''
  return dias === 1 ? 'atrasada há 1 dia' : `atrasada há ${dias} dias`
}

function deUma(p: ProcessoCelula): ResumoCelula {
  const situacao = situacaoDe(p)
  const rotulo = estaNaFila(p) ? 'Download na fila' : aparenciaDe(situacao).rotulo
  const quando = p.status_processo === 'AGUARDANDO_DOWNLOAD' && p.dias_atraso === 0 ? `prevista para ${formatarData(p.data_prevista)}` : ''
  const frase = [rotulo, dizerAtraso(p.dias_atraso), quando, p.valor_fatura ? formatarDinheiro(p.valor_fatura) : ''].filter(Boolean).join(', ')
  return { situacao, ...textoDe(p), atrasada: p.dias_atraso > 0, frase }
}

/** "un." quando as faturas são de unidades diferentes; "fat." quando são serviços da mesma. */
function medidaDe(c: CelulaMatriz): string {
  const unidades = new Set([...c.processos, ...c.sem_processo].map((f) => f.unidade))
  return unidades.size > 1 ? 'un.' : 'fat.'
}

function deVarias(c: CelulaMatriz): ResumoCelula {
  const total = c.processos.length + c.sem_processo.length
  const enviadas = c.processos.filter((p) => p.status_processo === 'UPLOAD_REALIZADO').length
  const atrasadas = c.processos.filter((p) => p.dias_atraso > 0).length
  // Com unidades ainda sem processo, "enviado" mentiria pela célula inteira.
  const soFaltaCriar = enviadas === c.processos.length && c.sem_processo.length > 0
  const primeira = porUrgencia(c.processos)[0]
  const situacao = soFaltaCriar || !primeira ? 'PENDENTE' : situacaoDe(primeira)
  const frase = [
    `${enviadas} de ${total} enviadas`,
    enviadas < c.processos.length ? aparenciaDe(situacao).rotulo : '',
    atrasadas ? `${atrasadas} ${atrasadas === 1 ? 'atrasada' : 'atrasadas'}` : '',
    c.sem_processo.length ? `${c.sem_processo.length} sem processo` : '',
  ].filter(Boolean).join(', ')
  return { situacao, texto: `${enviadas}/${total} ${medidaDe(c)}`, estilo: 'unidades', atrasada: atrasadas > 0, frase }
}

/** O que a célula mostra: uma fatura, várias, a que falta criar, ou nada contratado. */
export function resumirCelula(c: CelulaMatriz | undefined): ResumoCelula {
  if (!c || c.processos.length + c.sem_processo.length === 0) return { situacao: null, texto: '–', estilo: 'nada', atrasada: false, frase: 'não contratado' }
  if (c.processos.length === 0) {
    const n = c.sem_processo.length
    return { situacao: null, texto: n === 1 ? 'criar' : `criar ${n}`, estilo: 'criar', atrasada: false, frase: n === 1 ? 'esperada e sem processo' : `${n} esperadas e sem processo` }
  }
  const unica = c.processos.length === 1 && c.sem_processo.length === 0 ? c.processos[0] : undefined
  return unica ? deUma(unica) : deVarias(c)
}

const SITUACAO_DO_RECORTE: Partial<Record<Recorte, string>> = { download: 'AGUARDANDO_DOWNLOAD', aprovacao: 'AGUARDANDO_APROVACAO', envio: 'AGUARDANDO_ENVIO_SAT', enviadas: 'UPLOAD_REALIZADO' }

/** Se a célula tem o que o recorte procura; sem recorte, toda célula tem. */
export function estaNoRecorte(c: CelulaMatriz | undefined, recorte: Recorte | undefined): boolean {
  if (!recorte) return true
  if (!c) return false
  if (recorte === 'faltando') return c.sem_processo.length > 0
  if (recorte === 'pendentes') return c.processos.some((p) => p.status_processo !== 'UPLOAD_REALIZADO')
  if (recorte === 'atrasados') return c.processos.some((p) => p.dias_atraso > 0)
  return c.processos.some((p) => p.status_processo === SITUACAO_DO_RECORTE[recorte])
}
