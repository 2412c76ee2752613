import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { corpo, http } from '@/api/cliente'

/** Põe na fila os downloads que o mês ainda espera. */
export function useBaixarMes() {
  const consultas = useQueryClient()
  return useMutation({
    mutationFn: (mes: string) => corpo(http.POST('/api/v1/processos/downloads', { body: { mes_ano: mes } })),
    onSettled: async () => {
      await consultas.invalidateQueries({ queryKey: ['processos'] })
      await consultas.invalidateQueries({ queryKey: ['painel'] })
    },
  })
}
