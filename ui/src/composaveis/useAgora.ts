import { useIntervalFn } from '@vueuse/core'
import { ref, type Ref } from 'vue'

/** O instante atual, renovado de tempos em tempos enquanto o componente vive. */
export function useAgora(intervaloMs: number): Ref<Date> {
  const agora = ref(new Date())
  useIntervalFn(() => {
    agora.value = new Date()
  }, intervaloMs)
  return agora
}
