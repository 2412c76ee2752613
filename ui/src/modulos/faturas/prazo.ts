import { formatarData, prazoDe } from '@/formatos/datas'
import type { ItemProcesso } from './contratoProcessos'

export interface PrazoDoProcesso {
  /** Em dd/mm/aaaa. */
  data: string
  /** Verdadeiro quando o vencimento não foi lido: a data é uma previsão. */
  prevista: boolean
  /** "hoje", "em 2 dias", "há 5 dias"; vazio com folga ou depois de enviado. */
  nota: string
  situacao: 'atraso' | 'perto' | 'folga'
}

type ComPrazo = Pick<ItemProcesso, 'data_vencimento' | 'data_prevista' | 'status_processo'>

/** Quando vence, ou quando se espera que vença. Depois de enviado ao SAT o vencimento não cobra mais ninguém. */
export function prazoDoProcesso(p: ComPrazo, agora: Date): PrazoDoProcesso {
  const dia = p.data_vencimento ?? p.data_prevista
  const base = { data: formatarData(dia), prevista: !p.data_vencimento }
  if (p.status_processo === 'UPLOAD_REALIZADO') return { ...base, nota: '', situacao: 'folga' }
  return { ...base, ...prazoDe(dia, agora) }
}
