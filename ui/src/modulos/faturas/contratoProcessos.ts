/*
 * Os tipos dos processos, tirados do contrato gerado, e a forma do que ele deixa aberto:
 * a leitura da fatura é um objeto livre no OpenAPI.
 */
import type { components, paths } from '@/api/gerado'
import type { ConsultaProcessos, Execucao, PaginaProcessos, Processo, ResumoExecucao, Tentativa } from '@/api/tipos'

type Detalhe = paths['/api/v1/processos/{id}']['get']['responses']['200']['content']['application/json']
type PaginaFatos = paths['/api/v1/processos/{id}/auditoria']['get']['responses']['200']['content']['application/json']

export type { ConsultaProcessos }
export type Semaforo = components['schemas']['SemaforoDaFatura']
export type UltimaExecucao = ResumoExecucao
export type ItemProcesso = Processo
export type PaginaDeProcessos = PaginaProcessos
/** Só o que escolhe processos, sem página nem ordem. */
export type FiltroProcessos = Omit<ConsultaProcessos, 'limite' | 'cursor' | 'ordem' | 'total'>

export type ExecucaoDoProcesso = Detalhe['execucoes'][number]
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

export type DetalheProcesso = Omit<Detalhe, 'leitura'> & { leitura?: Leitura | null }

export type Evidencia = Tentativa['evidencias'][number]
export type ExecucaoDetalhada = Execucao

type Estado = Record<string, unknown> | null
export type FatoAuditoria = Omit<PaginaFatos['itens'][number], 'antes' | 'depois'> & { antes?: Estado; depois?: Estado }

export type AcaoLote = Exclude<components['schemas']['processos.lote.Acao'], 'CRIAR'>
export type PedidoLote = Omit<components['schemas']['processos.lote.Pedido'], 'acao'> & { acao: AcaoLote }
export type RespostaLote = paths['/api/v1/processos/lote']['post']['responses']['200']['content']['application/json']
