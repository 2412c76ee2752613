import type { RouteLocationRaw } from 'vue-router'
import type { StatusProcesso } from '@/api/tipos'

/*
 * Para onde cada número leva: a lista que conta exatamente aquilo. São endereços, não nomes de
 * rota, porque atravessam módulos.
 */

export interface RecorteProcessos {
  mes_ano?: string
  status_processo?: StatusProcesso
  operadora_id?: string
  cnpj?: string
  atrasados?: true
  com_falha?: true
  /** Tudo o que o SAT ainda não recebeu. */
  pendentes?: true
  vence_de?: string
  vence_ate?: string
  enviados_em?: string
  ordem?: string
}

function comConsulta(path: string, recorte: object): RouteLocationRaw {
  const query = Object.fromEntries(Object.entries(recorte).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]])))
  return { path, query }
}

export const ligarProcessos = (recorte: RecorteProcessos): RouteLocationRaw => comConsulta('/processos', recorte)
export const ligarProcesso = (id: string): RouteLocationRaw => ({ path: `/processos/${id}` })
export const ligarExecucao = (id: string): RouteLocationRaw => ({ path: `/execucoes/${id}` })
export const ligarAprovacoes = (mes: string, corrente: string): RouteLocationRaw => comConsulta('/aprovacoes', { mes_ano: mes === corrente ? undefined : mes })
export const ligarMatriz = (mes: string, corrente: string, recorte: { so?: string; busca?: string } = {}): RouteLocationRaw => comConsulta('/matriz', { mes_ano: mes === corrente ? undefined : mes, ...recorte })

export interface RecorteExecucoes {
  grupo?: 'atencao' | 'agora' | 'esperando' | 'historico'
  status?: string
  de?: string
}
export const ligarExecucoes = (recorte: RecorteExecucoes): RouteLocationRaw => comConsulta('/execucoes', recorte)
