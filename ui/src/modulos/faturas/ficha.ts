import { formatarCompetencia, formatarData } from '@/formatos/datas'
import { formatarDinheiro } from '@/formatos/dinheiro'
import { formatarCnpj } from '@/formatos/documentos'
import type { DetalheProcesso, Fonte } from './contratoProcessos'

export interface LinhaFicha {
  rotulo: string
  valor: string | null
  /** De onde se leu: "linha digitável e texto". */
  fonte?: string
  /** Os trechos do PDF, para a dica. */
  trechos?: string
  forte?: boolean
}

const FONTES: Record<string, string> = {
  linha_digitavel: 'linha digitável', codigo_barras: 'código de barras', chave_nfcom: 'chave da NFCom', pix: 'Pix', rotulo: 'texto', deducao: 'dedução', portal: 'portal', pessoa: 'corrigido à mão',
}

/** As fontes de um campo que dizem o valor escolhido, sem repetir: "linha digitável e texto". */
export function fontesDe(fontes: readonly Fonte[] | undefined, campo: string, valor: string | null | undefined): Pick<LinhaFicha, 'fonte' | 'trechos'> {
  const uteis = (fontes ?? []).filter((f) => f.campo === campo && (!valor || f.valor === valor))
  if (!uteis.length) return {}
  const nomes = [...new Set(uteis.map((f) => FONTES[f.fonte] ?? f.fonte.replaceAll('_', ' ')))]
  const trechos = [...new Set(uteis.map((f) => `p. ${f.pagina}: ${f.trecho}`))].join('\n')
  return { fonte: nomes.length > 1 ? `${nomes.slice(0, -1).join(', ')} e ${nomes.at(-1)}` : nomes[0], trechos }
}

/** Os dados da fatura, cada um com a fonte de onde se leu. O que o processo guarda vale mais que o lido. */
export function fichaDe(p: DetalheProcesso): LinhaFicha[] {
  const f = p.leitura?.fatura
  const fontes = f?.fontes
  const corrigido = (guardado: string | null | undefined, lido: string | null | undefined) => Boolean(guardado && lido !== undefined && guardado !== lido)
  const origem = (campo: string, guardado: string | null | undefined, lido: string | null | undefined) =>
    corrigido(guardado, lido) ? { fonte: 'corrigido à mão', trechos: lido ? `O PDF diz ${lido}` : undefined } : fontesDe(fontes, campo, guardado ?? lido)
  return [
    { rotulo: 'Número', valor: p.numero_fatura ?? f?.numero ?? null, ...fontesDe(fontes, 'numero', f?.numero) },
    { rotulo: 'Total a pagar', valor: p.valor_fatura ? formatarDinheiro(p.valor_fatura) : null, forte: true, ...origem('valor', p.valor_fatura, f?.valor) },
    { rotulo: 'Emissão', valor: f?.emissao ? formatarData(f.emissao) : null, ...fontesDe(fontes, 'emissao', f?.emissao) },
    { rotulo: 'Vencimento', valor: p.data_vencimento ? formatarData(p.data_vencimento) : null, ...origem('vencimento', p.data_vencimento, f?.vencimento) },
    { rotulo: 'Referência', valor: f?.competencia ? formatarCompetencia(f.competencia) : null, ...fontesDe(fontes, 'competencia', f?.competencia) },
    { rotulo: 'Emissor', valor: f?.emissor_nome ?? (f?.emissor_cnpj ? formatarCnpj(f.emissor_cnpj) : null), ...fontesDe(fontes, 'emissor', f?.emissor_cnpj) },
  ]
}
