import type { AcaoLote, ItemProcesso, RespostaLote } from './contratoProcessos'
import { emFrase } from './passos'

export const acoesLote: readonly AcaoLote[] = ['APROVAR', 'BAIXAR', 'ENVIAR', 'REJEITAR']

/** O que a seleção guarda de cada processo: o bastante para agir e para nomear o que foi recusado. */
export type Escolhido = Pick<ItemProcesso, 'id' | 'cliente' | 'operadora' | 'mes_ano' | 'valor_fatura' | 'arquivo_sha256' | 'status_processo' | 'passos_possiveis' | 'alertas' | 'semaforo'>

const SEM_ALVO: Record<AcaoLote, string> = {
  BAIXAR: 'Nenhum dos selecionados aguarda download.',
  APROVAR: 'Nenhum dos selecionados aguarda aprovação.',
  REJEITAR: 'Nenhum dos selecionados aguarda aprovação.',
  ENVIAR: 'Só depois da aprovação.',
}

/** Em quais dos escolhidos a ação cabe agora. Aprovar sem o arquivo seria aprovar o que ninguém viu. */
export function alvosDe(acao: AcaoLote, escolhidos: readonly Escolhido[]): Escolhido[] {
  return escolhidos.filter((p) => (acao !== 'APROVAR' || p.arquivo_sha256) && p.passos_possiveis.some((x) => x.passo === acao && x.possivel))
}

/** Por que a ação não cabe em nenhum; nulo quando cabe em algum. */
export function semAlvo(acao: AcaoLote, escolhidos: readonly Escolhido[]): string | null {
  if (alvosDe(acao, escolhidos).length) return null
  const motivos = new Set(escolhidos.flatMap((p) => p.passos_possiveis.find((x) => x.passo === acao)?.motivo ?? []))
  const [unico] = motivos
  return motivos.size === 1 && unico ? emFrase(unico) : SEM_ALVO[acao]
}

export interface Recusa {
  id: string
  quem: string
  motivo: string
}

/** As recusas com o nome de quem foi recusado; um que não se conhece é dito pelo id. */
export function recusasDe(resposta: RespostaLote, conhecidos: ReadonlyMap<string, Escolhido>): Recusa[] {
  return resposta.recusados.map((r) => {
    const p = conhecidos.get(r.id)
    return { id: r.id, quem: p ? `${p.cliente.razao_social}, ${p.operadora.nome}` : r.id, motivo: emFrase(r.mensagem) }
  })
}

/** "12 downloads pedidos". */
export function dizerFeitos(acao: AcaoLote, n: number): string {
  const nomes: Record<AcaoLote, [string, string]> = {
    BAIXAR: ['download na fila', 'downloads na fila'],
    APROVAR: ['fatura aprovada', 'faturas aprovadas'],
    REJEITAR: ['fatura rejeitada', 'faturas rejeitadas'],
    ENVIAR: ['envio ao SAT na fila', 'envios ao SAT na fila'],
  }
  return nomes[acao][n === 1 ? 0 : 1]
}
