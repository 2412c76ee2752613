import { somarDecimais } from '@/formatos/soma'
import type { AcaoLote, OperadoraMatriz, ProcessoCelula, SemProcesso } from '@/api/tipos'
import type { CelulaEscolhida } from './useSelecaoMatriz'

export interface AlvoLote {
  /** Do processo; na criação, do cliente. */
  id: string
  razaoSocial: string
  unidade: string
  operadora: OperadoraMatriz
  processo: ProcessoCelula | null
}

export interface ResumoSelecao {
  faturas: number
  valor: string
  temValor: boolean
  alvos: Record<AcaoLote, AlvoLote[]>
  /** Por que a ação não cabe em nenhuma das escolhidas; nulo quando cabe. */
  motivos: Record<AcaoLote, string | null>
}

const SEM_ALVO: Record<AcaoLote, string> = {
  BAIXAR: 'Nenhuma das selecionadas aguarda download.',
  APROVAR: 'Nenhuma das selecionadas aguarda aprovação.',
  REJEITAR: 'Nenhuma das selecionadas aguarda aprovação.',
  ENVIAR: 'Só depois da aprovação.',
  CRIAR: 'Todas as selecionadas já têm processo.',
}

function podeDar(p: ProcessoCelula, passo: AcaoLote): boolean {
  // Aprovar sem o arquivo seria aprovar o que ninguém viu.
  if (passo === 'APROVAR' && !p.arquivo_sha256) return false
  return p.passos_possiveis.some((x) => x.passo === passo && x.possivel)
}

function motivoDe(processos: readonly ProcessoCelula[], passo: AcaoLote): string {
  const motivos = processos.flatMap((p) => p.passos_possiveis.find((x) => x.passo === passo)?.motivo ?? [])
  const primeiro = motivos[0]
  if (!primeiro || !motivos.every((m) => m === primeiro)) return SEM_ALVO[passo]
  return `${primeiro.charAt(0).toLocaleUpperCase('pt-BR')}${primeiro.slice(1)}${/[.!?]$/.test(primeiro) ? '' : '.'}`
}

/** O que cada ação faria com o que está escolhido, e por que não faria. */
export function resumirSelecao(celulas: readonly CelulaEscolhida[], podeOperar: boolean): ResumoSelecao {
  const deProcesso = (c: CelulaEscolhida, processo: ProcessoCelula): AlvoLote => ({ id: processo.id, razaoSocial: c.linha.razao_social, unidade: processo.unidade, operadora: c.operadora, processo })
  const deFalta = (c: CelulaEscolhida, f: SemProcesso): AlvoLote => ({ id: f.cliente_id, razaoSocial: c.linha.razao_social, unidade: f.unidade, operadora: c.operadora, processo: null })
  const comProcesso = celulas.flatMap((c) => c.celula.processos.map((p) => deProcesso(c, p)))
  const semProcesso = celulas.flatMap((c) => c.celula.sem_processo.map((f) => deFalta(c, f)))
  const processos = comProcesso.flatMap((a) => a.processo ?? [])
  const capazes = (passo: AcaoLote) => comProcesso.filter((a) => a.processo && podeDar(a.processo, passo))

  const alvos: Record<AcaoLote, AlvoLote[]> = {
    APROVAR: capazes('APROVAR'),
    BAIXAR: capazes('BAIXAR'),
    ENVIAR: capazes('ENVIAR'),
    REJEITAR: capazes('REJEITAR'),
    CRIAR: podeOperar ? semProcesso : [],
  }
  const motivo = (passo: AcaoLote) => (alvos[passo].length ? null : motivoDe(processos, passo))
  const valores = processos.flatMap((p) => p.valor_fatura ?? [])
  return {
    faturas: comProcesso.length + semProcesso.length,
    valor: somarDecimais(valores),
    temValor: valores.length > 0,
    alvos,
    motivos: {
      APROVAR: motivo('APROVAR'),
      BAIXAR: motivo('BAIXAR'),
      ENVIAR: motivo('ENVIAR'),
      REJEITAR: motivo('REJEITAR'),
      CRIAR: alvos.CRIAR.length ? null : semProcesso.length ? 'Seu acesso não permite criar processos.' : SEM_ALVO.CRIAR,
    },
  }
}
