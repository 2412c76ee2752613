import { formatarCompetencia, formatarData, formatarDataHora } from '@/formatos/datas'
import { formatarDinheiro } from '@/formatos/dinheiro'
import { aparenciaDe } from '@/tema/situacoes'

export interface Diferenca {
  campo: string
  de: string | null
  para: string | null
}

const ROTULOS: Record<string, string> = {
  status_processo: 'situação', status: 'situação', valor_fatura: 'valor', data_vencimento: 'vencimento', observacoes: 'observações', motivo: 'motivo', motivo_rejeicao: 'motivo',
  arquivo_sha256: 'arquivo', execucao_id: 'execução', mes_ano: 'competência', protocolo_sat: 'protocolo', upload_manual: 'enviada à mão', criado_automaticamente: 'criado pelo agendamento', cliente_id: 'cliente', operadora_id: 'operadora',
}

/** Identificadores internos não dizem nada a quem lê. */
const CALADOS = new Set(['versao', 'cliente_id', 'operadora_id', 'usuario_id', 'conta_id', 'atualizado_em'])

function dizer(campo: string, valor: unknown): string | null {
  if (valor === null || valor === undefined || valor === '') return null
  if (typeof valor === 'boolean') return valor ? 'sim' : 'não'
  const texto = typeof valor === 'string' || typeof valor === 'number' ? String(valor) : JSON.stringify(valor)
  if (campo === 'status_processo' || campo === 'status') return aparenciaDe(texto).rotulo
  if (campo === 'valor_fatura') return formatarDinheiro(texto)
  if (campo === 'mes_ano') return formatarCompetencia(texto)
  if (campo === 'data_vencimento') return formatarData(texto)
  if (campo === 'arquivo_sha256' || campo.endsWith('_id')) return encurtar(texto)
  if (/^\d{4}-\d{2}-\d{2}T/.test(texto)) return formatarDataHora(texto)
  return texto
}

/** "9f3ac1b0…70d2e1c": o bastante para comparar dois resumos a olho. */
export function encurtar(resumo: string): string {
  return resumo.length > 18 ? `${resumo.slice(0, 8)}…${resumo.slice(-7)}` : resumo
}

/** O que mudou entre o antes e o depois de um fato da auditoria, em palavras. */
export function diferencasDe(antes: Record<string, unknown> | null | undefined, depois: Record<string, unknown> | null | undefined): Diferenca[] {
  const campos = [...new Set([...Object.keys(antes ?? {}), ...Object.keys(depois ?? {})])].filter((c) => !CALADOS.has(c))
  return campos
    .map((c) => ({ campo: ROTULOS[c] ?? c.replaceAll('_', ' '), de: dizer(c, antes?.[c]), para: dizer(c, depois?.[c]) }))
    .filter((d) => d.de !== d.para)
}
