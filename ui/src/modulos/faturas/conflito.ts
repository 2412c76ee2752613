import { ErroApi } from '@/api/erro'
import type { FatoAuditoria } from './contratoProcessos'
import { diferencasDe, type Diferenca } from './diferencas'

/** Quem mudou o processo enquanto se escrevia, e o que mudou. */
export interface Conflito {
  quem: string
  instante: string | null
  mudancas: Diferenca[]
}

/** A gravação foi recusada porque outra pessoa gravou antes. */
export function eConflito(erro: unknown): boolean {
  return erro instanceof ErroApi && (erro.status === 412 || (erro.status === 409 && erro.codigo === 'versao_desatualizada'))
}

/** O conflito contado pela auditoria: o fato mais novo desde que se leu. Sem ela, ainda se sabe que houve. */
export function conflitoDe(fatos: readonly FatoAuditoria[], lidoEm: string): Conflito {
  const desde = Date.parse(lidoEm)
  const novos = fatos.filter((f) => Date.parse(f.instante) > desde)
  const fato = novos.find((f) => f.usuario_nome) ?? novos[0]
  if (!fato) return { quem: 'Outra pessoa', instante: null, mudancas: [] }
  return { quem: fato.usuario_nome ?? 'O sistema', instante: fato.instante, mudancas: diferencasDe(fato.antes, fato.depois) }
}
