import { aplanar } from '@/componentes/pdf/texto'
import { formatarDecimal } from '@/formatos/dinheiro'
import { formatarCnpj } from '@/formatos/documentos'
import type { ItemProcesso } from '../contratoProcessos'

export const ORDENS = {
  vencimento: 'Vence primeiro',
  valor: 'Maior valor',
  cliente: 'Cliente',
  chegada: 'Chegou primeiro',
} as const
export type OrdemFila = keyof typeof ORDENS

export function eOrdemFila(nome: unknown): nome is OrdemFila {
  return typeof nome === 'string' && Object.hasOwn(ORDENS, nome)
}

export interface GrupoFila {
  titulo: string
  itens: ItemProcesso[]
}

/** Pede olhar: algo não confere, ou nada se leu do PDF. */
export function temRessalva(item: ItemProcesso): boolean {
  return item.semaforo !== 'VERDE' || item.alertas > 0
}

function tudoDe(p: ItemProcesso): string {
  const partes = [p.cliente.razao_social, p.cliente.unidade, p.operadora.nome, p.cliente.cnpj, formatarCnpj(p.cliente.cnpj), p.valor_fatura ? formatarDecimal(p.valor_fatura) : '', p.numero_fatura ?? '']
  return aplanar(partes.join(' \u0000 '))
}

/** Sem valor ou sem data vai ao fim: não há por que comparar. */
function comparar(a: string | null | undefined, b: string | null | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b)
  return a < b ? -1 : a > b ? 1 : 0
}

const comparadores: Record<OrdemFila, (a: ItemProcesso, b: ItemProcesso) => number> = {
  vencimento: (a, b) => comparar(a.data_vencimento ?? a.data_prevista, b.data_vencimento ?? b.data_prevista),
  valor: (a, b) => Number(b.valor_fatura ?? 0) - Number(a.valor_fatura ?? 0),
  cliente: (a, b) => a.cliente.razao_social.localeCompare(b.cliente.razao_social, 'pt-BR'),
  chegada: (a, b) => comparar(a.atualizado_em, b.atualizado_em),
}

/** A fila como se vê: filtrada, em ordem, o que pede olhar primeiro. */
export function montarFila(itens: readonly ItemProcesso[], busca: string, ordem: OrdemFila): GrupoFila[] {
  const alvo = aplanar(busca)
  const por = comparadores[ordem]
  const vistos = itens.filter((i) => alvo === '' || tudoDe(i).includes(alvo)).sort((a, b) => por(a, b) || comparar(a.id, b.id))
  return [
    { titulo: 'Com ressalva', itens: vistos.filter(temRessalva) },
    { titulo: 'Sem ressalva', itens: vistos.filter((i) => !temRessalva(i)) },
  ].filter((g) => g.itens.length > 0)
}

export function emLinha(grupos: readonly GrupoFila[]): ItemProcesso[] {
  return grupos.flatMap((g) => g.itens)
}

/** O seguinte (1) ou o anterior (-1); nas pontas fica onde está; quem não está na fila vai ao começo. */
export function vizinho(ids: readonly string[], id: string | null, passo: 1 | -1): string | null {
  const em = id === null ? -1 : ids.indexOf(id)
  if (em < 0) return ids[0] ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, em + passo))] ?? null
}

/** Para onde ir depois de decidir: o seguinte; do último, volta-se ao anterior; só um, a fila acabou. */
export function depoisDe(ids: readonly string[], decidido: string): string | null {
  const em = ids.indexOf(decidido)
  if (em < 0) return ids[0] ?? null
  return ids[em + 1] ?? ids[em - 1] ?? null
}
