import type { RouteLocationRaw } from 'vue-router'
import type { ItemAuditoria } from '@/api/tipos'

/** A página de cada tipo de registro; o que não tem página não vira ligação. */
const PAGINAS: Record<string, string> = { processos: 'processo', clientes: 'cliente', operadoras: 'operadora', execucoes: 'execucao', agendamentos: 'agendamento' }

export function destinoDoFato(fato: Pick<ItemAuditoria, 'entidade' | 'entidade_id'>): RouteLocationRaw | null {
  const pagina = PAGINAS[fato.entidade]
  return pagina ? { name: pagina, params: { id: fato.entidade_id } } : null
}
