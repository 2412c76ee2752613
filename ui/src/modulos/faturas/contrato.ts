/*
 * O contrato novo do painel, da matriz e do lote, até chegar em `gerado.ts`.
 */
import type { paths } from '@/api/gerado'
import type { PassoPossivel, ResumoExecucao as ResumoAntigo, StatusProcesso } from '@/api/tipos'

export type ResumoExecucao = ResumoAntigo & {
  detalhes_erro?: string | null
  classe_erro?: string | null
  disponivel_em?: string | null
  progresso?: number | null
}

export interface ProcessoCelula {
  id: string
  cliente_id: string
  unidade: string
  servico: string
  status_processo: StatusProcesso
  valor_fatura: string | null
  data_prevista: string
  dias_atraso: number
  valor_mes_anterior: string | null
  arquivo_sha256: string | null
  versao: number
  ultima_execucao: ResumoExecucao | null
  passos_possiveis: PassoPossivel[]
}
export interface SemProcesso {
  cliente_id: string
  unidade: string
  servico: string
}
export interface CelulaMatriz {
  operadora_id: string
  processos: ProcessoCelula[]
  sem_processo: SemProcesso[]
}
export interface LinhaMatriz {
  chave: string
  cnpj: string
  razao_social: string
  unidade: string | null
  esperadas: number
  enviadas: number
  atrasadas: number
  celulas: CelulaMatriz[]
}
export interface OperadoraMatriz {
  id: string
  nome: string
  codigo: string
  esperadas: number
  enviadas: number
}
export interface TotaisMatriz {
  esperadas: number
  sem_processo: number
  aguardando_download: number
  aguardando_aprovacao: number
  aguardando_envio_sat: number
  enviadas: number
  atrasadas: number
  valor: string
}
export interface PaginaMatriz {
  mes_ano: string
  totais: TotaisMatriz
  operadoras: OperadoraMatriz[]
  itens: LinhaMatriz[]
  proximo: string | null
  total: number
}

export interface Painel {
  mes_ano: string
  gerado_em: string
  total: number
  sem_processo: number
  por_situacao: { status_processo: StatusProcesso; quantidade: number; valor: string }[]
  atrasados: number
  aprovacao: { quantidade: number; valor: string; vencem_hoje: number; com_ressalva: number }
  falhas: { quantidade: number; sem_nova_tentativa: number }
  enviados: { quantidade: number; hoje: number }
  valor_apurado: string
  valor_mes_anterior: string
  pendentes_por_operadora: {
    total_pendentes: number
    itens: { operadora: { id: string; nome: string; codigo: string }; download: number; aprovacao: number; envio: number; atrasadas: number }[]
  }
  pendentes_por_cliente: { total_clientes: number; itens: { cnpj: string; razao_social: string; pendentes: number; atrasadas: number }[] }
  ritmo: { dias: { dia: string; baixadas: number; enviadas: number }[]; esperadas: number }
  atencao: { tipo: TipoAtencao; quantidade: number }[]
  atividade: {
    instante: string
    acao: string
    processo_id: string
    razao_social: string
    operadora: string
    valor: string | null
    detalhe: string | null
    usuario_nome: string | null
  }[]
}
export type TipoAtencao = 'APROVAR_VENCE_HOJE' | 'AGUARDANDO_HUMANO' | 'INCERTO' | 'SENHA_RECUSADA' | 'FALHA' | 'ATRASADO' | 'SEM_PROCESSO'

export type ResumoExecucoes = paths['/api/v1/execucoes/resumo']['get']['responses']['200']['content']['application/json']

export type AcaoLote = 'BAIXAR' | 'APROVAR' | 'REJEITAR' | 'ENVIAR' | 'CRIAR'
export interface PedidoLote {
  acao: AcaoLote
  itens?: { id: string; arquivo_sha256?: string }[]
  clientes?: string[]
  mes_ano?: string
  motivo?: string
  observacoes?: string
}
export interface RespostaLote {
  feitos: number
  recusados: { id: string; codigo: string; mensagem: string }[]
}

export interface ConsultaMatriz {
  mes_ano: string
  por?: 'operadora' | 'unidade'
  busca?: string
  so?: string
  ordem?: 'atencao' | 'nome'
  limite?: number
  cursor?: string
}

type Resposta<T> = { 200: { headers: Record<string, unknown>; content: { 'application/json': T } } }
interface Get<Q, T> {
  parameters: { query?: never; header?: never; path?: never; cookie?: never }
  get: { parameters: { query: Q; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: Resposta<T> }
}
declare module '@/api/gerado' {
  interface paths {
    '/api/v1/processos/matriz': Get<ConsultaMatriz, PaginaMatriz>
    '/api/v1/processos/painel': Get<{ mes_ano: string }, Painel>
    '/api/v1/processos/lote': {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { 'application/json': PedidoLote } }; responses: Resposta<RespostaLote> }
    }
  }
}
