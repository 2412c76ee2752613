import { ref, shallowRef, type Ref } from 'vue'
import { mensagemDe } from '@/api/erro'
import { confirmar } from '@/composaveis/useConfirmacao'
import { useTorradas } from '@/composaveis/useTorradas'
import { formatarInteiro } from '@/formatos/dinheiro'
import type { AcaoLote, PedidoLote, RespostaLote } from '@/api/tipos'
import type { AlvoLote } from './acoesLote'
import { useLoteProcessos } from './useLoteProcessos'

export interface ResultadoLote {
  acao: AcaoLote
  feitos: number
  recusados: { alvo: AlvoLote | undefined; mensagem: string }[]
}

const FEITO: Record<AcaoLote, [uma: string, varias: string]> = {
  BAIXAR: ['1 download na fila', 'downloads na fila'],
  APROVAR: ['1 fatura aprovada', 'faturas aprovadas'],
  REJEITAR: ['1 fatura rejeitada', 'faturas rejeitadas'],
  ENVIAR: ['1 envio ao SAT na fila', 'envios ao SAT na fila'],
  CRIAR: ['1 processo criado', 'processos criados'],
}

/** "3 faturas aprovadas". */
export function dizerFeito(acao: AcaoLote, n: number): string {
  const [uma, varias] = FEITO[acao]
  return n === 1 ? uma : `${formatarInteiro(n)} ${varias}`
}

export function montarPedido(acao: AcaoLote, alvos: readonly AlvoLote[], mes: string, mais: { motivo?: string; observacoes?: string } = {}): PedidoLote {
  if (acao === 'CRIAR') return { acao, clientes: alvos.map((a) => a.id), mes_ano: mes }
  // O resumo do arquivo vai junto: aprova-se o que foi mostrado, não o que vier a estar lá.
  const itens = alvos.map((a) => ({ id: a.id, ...(acao === 'APROVAR' && a.processo?.arquivo_sha256 ? { arquivo_sha256: a.processo.arquivo_sha256 } : {}) }))
  return { acao, itens, ...mais }
}

/** Do botão ao resultado: o que pede confirmação pergunta, o resto vai; as recusas são mostradas uma a uma. */
export function useFluxoLote(mes: Ref<string>, aoTerminar: () => void) {
  const lote = useLoteProcessos()
  const { avisarFeito, avisarFalha } = useTorradas()
  const aprovando = shallowRef<AlvoLote[] | null>(null)
  const rejeitando = shallowRef<AlvoLote[] | null>(null)
  const resultado = shallowRef<ResultadoLote | null>(null)
  const ocupado = ref(false)

  async function executar(acao: AcaoLote, alvos: readonly AlvoLote[], mais: { motivo?: string; observacoes?: string } = {}): Promise<void> {
    if (ocupado.value) return
    ocupado.value = true
    try {
      mostrar(acao, alvos, await lote.mutateAsync(montarPedido(acao, alvos, mes.value, mais)))
    } catch (falha) {
      if (aprovando.value ?? rejeitando.value) throw falha
      avisarFalha(mensagemDe(falha))
    } finally {
      ocupado.value = false
    }
  }

  function mostrar(acao: AcaoLote, alvos: readonly AlvoLote[], { feitos, recusados }: RespostaLote) {
    aprovando.value = null
    rejeitando.value = null
    const porId = new Map(alvos.map((a) => [a.id, a]))
    if (recusados.length > 0) resultado.value = { acao, feitos, recusados: recusados.map((r) => ({ alvo: porId.get(r.id), mensagem: r.mensagem })) }
    else avisarFeito(`${dizerFeito(acao, feitos)}.`)
    aoTerminar()
  }

  async function iniciar(acao: AcaoLote, alvos: AlvoLote[]): Promise<void> {
    lote.reset()
    if (acao === 'APROVAR') aprovando.value = alvos
    else if (acao === 'REJEITAR') rejeitando.value = alvos
    else if (acao === 'ENVIAR' && !(await confirmarEnvio(alvos.length))) return
    else await executar(acao, alvos)
  }

  return { iniciar, executar, aprovando, rejeitando, resultado, ocupado, erro: lote.error }
}

function confirmarEnvio(n: number): Promise<boolean> {
  const quantas = n === 1 ? '1 fatura' : `${formatarInteiro(n)} faturas`
  return confirmar({ titulo: `Enviar ${quantas} ao SAT?`, texto: 'O que o SAT recebe não volta. O envio que já estiver andando não se repete.', acao: 'Enviar ao SAT' })
}
