import { shallowRef } from 'vue'

export interface PedidoConfirmacao {
  /** A pergunta, nomeando o objeto: "Desativar 12 clientes?". */
  titulo: string
  /** O que acontece depois, e o que fica guardado. */
  texto?: string
  /** O objeto em si, quando ajuda vê-lo inteiro (um nome longo, uma lista curta). */
  objeto?: string | string[]
  /** O botão: verbo e objeto, "Desativar clientes". */
  acao: string
  perigosa?: boolean
  /** O outro botão; "Voltar" de fábrica. */
  voltar?: string
}

interface Aberta extends PedidoConfirmacao {
  responder: (sim: boolean) => void
}

const atual = shallowRef<Aberta | null>(null)

/** Pergunta antes de um passo que não se desfaz. Uma por vez: a nova recusa a que estava aberta. */
export function confirmar(pedido: PedidoConfirmacao): Promise<boolean> {
  atual.value?.responder(false)
  return new Promise((resolver) => {
    atual.value = {
      ...pedido,
      responder(sim) {
        atual.value = null
        resolver(sim)
      },
    }
  })
}

/** Para a peça `Confirmacao`, que a moldura monta uma vez. */
export function useConfirmacaoAberta() {
  return atual
}
