import type { StatusExecucao, StatusProcesso, StatusTentativa, TipoExecucao } from '@/api/tipos'
import type { Forma } from '@/componentes/icones'

/*
 * A única tabela de situações: estado → rótulo, cor e desenho. Etiquetas, filtros,
 * matriz e gráficos leem daqui. A cor nunca fala sozinha: cada estado tem seu desenho.
 */

export interface AparenciaSituacao {
  rotulo: string
  /** Prefixo dos tokens de cor: `--{cor}-cor`, `--{cor}-texto`, `--{cor}-suave`. */
  cor: string
  glifo: readonly Forma[]
}

const traco = { fill: 'none', stroke: 'currentColor', 'stroke-width': '1.75' }
const anel: Forma = ['circle', { cx: '8', cy: '8', r: '6', ...traco }]
const disco: Forma = ['circle', { cx: '8', cy: '8', r: '7', fill: 'currentColor' }]
const furo = { class: 'furo', fill: 'none', 'stroke-width': '1.75', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }

const glifos = {
  tracejado: [['circle', { cx: '8', cy: '8', r: '6', ...traco, 'stroke-dasharray': '2.1 1.67', 'stroke-dashoffset': '1' }]],
  metade: [anel, ['path', { d: 'M8 4.6a3.4 3.4 0 0 1 0 6.8z', fill: 'currentColor' }]],
  tresQuartos: [anel, ['path', { d: 'M8 8V4.6A3.4 3.4 0 1 1 4.6 8z', fill: 'currentColor' }]],
  certo: [disco, ['path', { d: 'm4.9 8.2 2.1 2.1 4.1-4.4', ...furo }]],
  errado: [disco, ['path', { d: 'm5.6 5.6 4.8 4.8m0-4.8-4.8 4.8', ...furo }]],
  vazio: [anel],
  relogio: [anel, ['path', { d: 'M8 4.8V8l2 1.4', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.5', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }]],
  girando: [
    ['circle', { cx: '8', cy: '8', r: '6', fill: 'none', stroke: 'currentColor', 'stroke-opacity': '.28', 'stroke-width': '2' }],
    ['path', { class: 'gira', d: 'M8 2a6 6 0 0 1 6 6', fill: 'none', stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round' }],
  ],
  pessoa: [
    ['circle', { cx: '8', cy: '5', r: '2.6', fill: 'currentColor' }],
    ['path', { d: 'M2.6 14a5.4 5.4 0 0 1 10.8 0z', fill: 'currentColor' }],
  ],
  volta: [
    ['path', { d: 'M13.6 8a5.6 5.6 0 1 1-1.7-4', ...traco, 'stroke-linecap': 'round' }],
    ['path', { d: 'M12.4 1.4v3h-3', ...traco, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }],
  ],
  cortado: [anel, ['path', { d: 'm4.2 11.8 7.6-7.6', stroke: 'currentColor', 'stroke-width': '1.75' }]],
  losango: [
    ['path', { d: 'M8 .9 15.1 8 8 15.1.9 8z', fill: 'currentColor' }],
    ['path', { ...furo, d: 'M6.5 6.6a1.6 1.6 0 1 1 2.3 1.5c-.5.3-.8.6-.8 1.1m0 1.7v.05', 'stroke-width': '1.5' }],
  ],
} satisfies Record<string, readonly Forma[]>

export const situacoesProcesso: Record<StatusProcesso, AparenciaSituacao> = {
  AGUARDANDO_DOWNLOAD: { rotulo: 'Aguardando download', cor: 'sit-aguardando-download', glifo: glifos.tracejado },
  AGUARDANDO_APROVACAO: { rotulo: 'Aguardando aprovação', cor: 'sit-aguardando-aprovacao', glifo: glifos.metade },
  AGUARDANDO_ENVIO_SAT: { rotulo: 'Aguardando envio ao SAT', cor: 'sit-aguardando-envio-sat', glifo: glifos.tresQuartos },
  UPLOAD_REALIZADO: { rotulo: 'Enviado ao SAT', cor: 'sit-upload-realizado', glifo: glifos.certo },
}

export const situacoesExecucao: Record<StatusExecucao, AparenciaSituacao> = {
  PENDENTE: { rotulo: 'Pendente', cor: 'exe-pendente', glifo: glifos.vazio },
  ADIADA: { rotulo: 'Adiada', cor: 'exe-adiada', glifo: glifos.relogio },
  EXECUTANDO: { rotulo: 'Executando', cor: 'exe-executando', glifo: glifos.girando },
  AGUARDANDO_HUMANO: { rotulo: 'Aguardando pessoa', cor: 'exe-aguardando-humano', glifo: glifos.pessoa },
  TENTANDO_NOVAMENTE: { rotulo: 'Tentando de novo', cor: 'exe-tentando-novamente', glifo: glifos.volta },
  CONCLUIDO: { rotulo: 'Concluída', cor: 'exe-concluido', glifo: glifos.certo },
  FALHOU: { rotulo: 'Falhou', cor: 'exe-falhou', glifo: glifos.errado },
  CANCELADO: { rotulo: 'Cancelada', cor: 'exe-cancelado', glifo: glifos.cortado },
  INCERTO: { rotulo: 'Incerta', cor: 'exe-incerto', glifo: glifos.losango },
}

/** Uma tentativa termina como a execução, ou de um jeito que só ela tem. */
export const situacoesTentativa: Record<StatusTentativa, AparenciaSituacao> = {
  EXECUTANDO: situacoesExecucao.EXECUTANDO,
  VERIFICANDO: { rotulo: 'Verificando', cor: 'exe-executando', glifo: glifos.tresQuartos },
  CONCLUIDO: situacoesExecucao.CONCLUIDO,
  FALHOU: situacoesExecucao.FALHOU,
  ADIADA: situacoesExecucao.ADIADA,
  CANCELADO: situacoesExecucao.CANCELADO,
  INCERTO: situacoesExecucao.INCERTO,
  SEM_EFEITO: { rotulo: 'Sem efeito', cor: 'exe-pendente', glifo: glifos.vazio },
  PERDIDA: { rotulo: 'Perdida', cor: 'exe-falhou', glifo: glifos.tracejado },
  TARDIA: { rotulo: 'Tardia', cor: 'exe-cancelado', glifo: glifos.metade },
}

const situacoes = new Map<string, AparenciaSituacao>(Object.entries({ ...situacoesProcesso, ...situacoesExecucao, ...situacoesTentativa }))

/** A aparência de uma situação; uma que a interface não conhece aparece pelo nome. */
export function aparenciaDe(situacao: string): AparenciaSituacao {
  return situacoes.get(situacao) ?? { rotulo: situacao, cor: 'exe-pendente', glifo: glifos.vazio }
}

const rotulosTipo: Record<TipoExecucao, string> = {
  DOWNLOAD_FATURA: 'Baixar fatura',
  UPLOAD_SAT: 'Enviar ao SAT',
  UPLOAD_MANUAL: 'Envio manual',
}

/** O que a execução faz, em palavras; um tipo que a interface não conhece aparece pelo nome. */
export function rotularTipo(tipo: TipoExecucao): string {
  return rotulosTipo[tipo] ?? tipo
}

const rotulosConcluida: Record<TipoExecucao, string> = {
  DOWNLOAD_FATURA: 'Baixada',
  UPLOAD_SAT: 'Enviada',
  UPLOAD_MANUAL: 'Recebida',
}

/** Em poucas letras, para uma célula: o que a última execução fez, ou como está. */
export function resumirExecucao(tipo: TipoExecucao, status: StatusExecucao): string {
  return (status === 'CONCLUIDO' && rotulosConcluida[tipo]) || aparenciaDe(status).rotulo
}

const EM_ANDAMENTO = new Set<StatusExecucao>(['PENDENTE', 'EXECUTANDO', 'TENTANDO_NOVAMENTE'])

/** Verdadeiro enquanto o sistema ainda vai mexer na execução sem ninguém pedir. */
export function estaEmAndamento(status: StatusExecucao): boolean {
  return EM_ANDAMENTO.has(status)
}

const TERMINADAS = new Set<StatusExecucao>(['CONCLUIDO', 'FALHOU', 'CANCELADO'])

/** Verdadeiro quando a execução não muda mais sozinha. */
export function estaTerminada(status: StatusExecucao): boolean {
  return TERMINADAS.has(status)
}
