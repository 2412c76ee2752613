import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { corpo, http } from '@/api/cliente'
import type { PedidoLote, RespostaLote } from '../contratoProcessos'

/** Quantos itens cabem num pedido, como o servidor aceita. */
export const POR_PEDIDO = 500

/** Um pedido grande em pedaços que o servidor aceita. Por filtro, é um só. */
export function emPedacos(pedido: PedidoLote): PedidoLote[] {
  const { itens, ...resto } = pedido
  if (!itens) return [pedido]
  return Array.from({ length: Math.max(1, Math.ceil(itens.length / POR_PEDIDO)) }, (_, n) => ({ ...resto, itens: itens.slice(n * POR_PEDIDO, (n + 1) * POR_PEDIDO) }))
}

/** O mesmo passo em muitos processos; cada um dá certo ou é recusado por si. */
export function useLote() {
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
    onSettled: () => consultas.invalidateQueries({ queryKey: ['processos'] }),
  })
}
