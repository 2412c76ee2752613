import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { corpo, http } from '@/api/cliente'
import type { PedidoLote, RespostaLote } from '@/api/tipos'

/** Quantos itens cabem num pedido, como o servidor aceita. */
const POR_PEDIDO = 500

/** Um pedido grande em pedaços que o servidor aceita. */
export function emPedacos(pedido: PedidoLote, tamanho = POR_PEDIDO): PedidoLote[] {
  const total = Math.max(pedido.itens?.length ?? 0, pedido.clientes?.length ?? 0)
  return Array.from({ length: Math.max(1, Math.ceil(total / tamanho)) }, (_, n) => ({
    ...pedido,
    itens: pedido.itens?.slice(n * tamanho, (n + 1) * tamanho),
    clientes: pedido.clientes?.slice(n * tamanho, (n + 1) * tamanho),
  }))
}

/** O mesmo passo em muitos processos; cada um dá certo ou é recusado por si. */
export function useLoteProcessos() {
  const consultas = useQueryClient()
  return useMutation({
    mutationFn: async (pedido: PedidoLote) => {
      const soma: RespostaLote = { feitos: 0, recusados: [] }
      for (const pedaco of emPedacos(pedido)) {
        const { feitos, recusados } = await corpo(http.POST('/api/v1/processos/lote', { body: pedaco }))
        soma.feitos += feitos
        soma.recusados.push(...recusados)
      }
      return soma
    },
    onSettled: async () => {
      await consultas.invalidateQueries({ queryKey: ['processos'] })
      await consultas.invalidateQueries({ queryKey: ['painel'] })
    },
  })
}
