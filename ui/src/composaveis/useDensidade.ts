import { useStorage } from '@vueuse/core'
import { computed } from 'vue'
import type { Densidade } from '@/componentes/tabela'

export const DENSIDADES: readonly Densidade[] = ['compacta', 'normal', 'folgada']

/** A densidade das tabelas que a pessoa não ajustou uma a uma, lembrada neste navegador. */
export function useDensidade() {
  const guardada = useStorage<string>('regente.densidade', 'normal')
  return computed<Densidade>({
    get: () => DENSIDADES.find((d) => d === guardada.value) ?? 'normal',
    set: (nova) => (guardada.value = nova),
  })
}
