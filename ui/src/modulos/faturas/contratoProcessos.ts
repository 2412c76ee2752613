/*
 * O contrato dos processos como esta tela o usa. O que ainda não chegou a `gerado.ts`
 * é opcional aqui, para a tela funcionar com servidor mais velho durante uma atualização.
 */
import type { paths } from '@/api/gerado'
import type { ConsultaProcessos as ConsultaGerada, Execucao, Processo, ResumoExecucao, Tentativa } from '@/api/tipos'

type Detalhe = paths['/api/v1/processos/{id}']['get']['responses']['200']['content']['application/json']

export type Semaforo = 'VERDE' | 'AMARELO' | 'VERMELHO'

export type UltimaExecucao = ResumoExecucao & {
  detalhes_erro?: string | null
  classe_erro?: string | null
  disponivel_em?: string | null
  progresso?: number | null
}

interface Novidades {
  data_prevista?: string
  dias_atraso?: number
  valor_mes_anterior?: string | null
  semaforo?: Semaforo | null
  arquivo_sha256?: string | null
  numero_fatura?: string | null
  alertas?: number
  versao?: number
}

export type ItemProcesso = Omit<Processo, 'ultima_execucao'> & Novidades & { ultima_execucao?: UltimaExecucao | null }

export interface PaginaDeProcessos {
  itens: ItemProcesso[]
  proximo?: string | null
  total?: number | null
  soma?: string | null
}

export type ConsultaProcessos = ConsultaGerada & {
  atrasados?: boolean
  pendentes?: boolean
  vence_de?: string
  vence_ate?: string
  com_falha?: boolean
  enviados_em?: string
  cnpj?: string
  semaforo?: Semaforo
  classe_erro?: string
}

export type ExecucaoDoProcesso = Detalhe['execucoes'][number] & { disponivel_em?: string | null; progresso?: number | null }
export type Decisao = Detalhe['decisoes'][number]
export type Efeito = Detalhe['efeitos'][number]

export interface Fonte { campo: string; fonte: string; pagina: number; trecho: string; valor: string }
export interface Conferencia { item: string; situacao: 'OK' | 'ALERTA' | 'ERRO'; detalhe: string }
export interface FaturaLida {
  valor?: string | null
  vencimento?: string | null
  numero?: string | null
  emissao?: string | null
  competencia?: string | null
  cliente_cnpj?: string | null
  emissor_nome?: string | null
  emissor_cnpj?: string | null
  linha_digitavel?: string | null
  chave_nfcom?: string | null
  paginas?: number
  fontes?: Fonte[]
}
export interface Leitura {
  fatura?: FaturaLida
  conferencias?: Conferencia[]
  semaforo?: Semaforo
  tamanho_bytes?: number
  dados_do_portal?: Record<string, string> | null
}

export type DetalheProcesso = Omit<Detalhe, 'leitura' | 'execucoes' | 'arquivo_sha256'> &
  Novidades & {
    leitura?: Leitura | null
    execucoes: ExecucaoDoProcesso[]
    ultima_execucao?: UltimaExecucao | null
    desfazer_ate?: string | null
  }

export interface Evidencia { id: string; nome: string; tipo: 'FOTO' | 'PAGINA' | 'ARQUIVO'; passo?: string | null; criado_em: string; tamanho_bytes: number }
export type TentativaComEvidencias = Tentativa & { evidencias?: Evidencia[] }
export type ExecucaoDetalhada = Omit<Execucao, 'tentativas'> & { tentativas: TentativaComEvidencias[]; tem_tela?: boolean; disponivel_em?: string | null }

export interface FatoAuditoria {
  id: string
  instante: string
  usuario_id?: string | null
  usuario_nome?: string | null
  acao: string
  descricao: string
  antes?: Record<string, unknown> | null
  depois?: Record<string, unknown> | null
  ip?: string | null
}
export interface PaginaAuditoria { itens: FatoAuditoria[]; proximo?: string | null; total?: number | null }

export type AcaoLote = 'BAIXAR' | 'APROVAR' | 'REJEITAR' | 'ENVIAR'
export interface PedidoLote {
  acao: AcaoLote
  itens?: { id: string; arquivo_sha256?: string | null }[]
  filtro?: Omit<ConsultaProcessos, 'limite' | 'cursor' | 'ordem' | 'total'>
  motivo?: string
  observacoes?: string
}
export interface RespostaLote { feitos: number; recusados: { id: string; codigo: string; mensagem: string }[] }
