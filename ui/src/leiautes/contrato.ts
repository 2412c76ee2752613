// O contrato novo de que a moldura precisa, até chegar em `gerado.ts`.
import type { Client } from 'openapi-fetch'
import { http } from '@/api/cliente'
import type { paths } from '@/api/gerado'

export interface Contadores {
  mes_ano: string
  processos: number
  aguardando_aprovacao: number
  atrasados: number
  execucoes_atencao: number
}

export type Busca = paths['/api/v1/busca']['get']['responses'][200]['content']['application/json']

export type TipoAtencao = 'APROVAR_VENCE_HOJE' | 'AGUARDANDO_HUMANO' | 'INCERTO' | 'SENHA_RECUSADA' | 'FALHA' | 'ATRASADO' | 'SEM_PROCESSO'

export interface Painel {
  mes_ano: string
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

interface Ler<C, Q = undefined> {
  parameters: { query?: Q; header?: never; path?: never; cookie?: never }
  get: { parameters: { query?: Q }; responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': C } } } }
}

interface CaminhosNovos {
  '/api/v1/processos/contadores': Ler<Contadores, { mes_ano?: string }>
  '/api/v1/processos/painel': Ler<Painel, { mes_ano?: string }>
}

export const httpNovo = http as unknown as Client<CaminhosNovos>
