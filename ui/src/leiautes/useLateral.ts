import { useStorage } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { useRoute } from 'vue-router'

/**
 * A barra lateral em ícones: por escolha, lembrada neste navegador, ou porque a página
 * precisa da largura; nesse caso o botão vale só enquanto se está nela.
 */
export function useLateral() {
  const rota = useRoute()
  const guardada = useStorage('regente.lateral', 'aberta')
  const nestaPagina = ref<boolean | null>(null)

  const estreita = computed(() => nestaPagina.value ?? (rota.meta.lateralEstreita === true || guardada.value === 'recolhida'))

  function alternar() {
    if (rota.meta.lateralEstreita) nestaPagina.value = !estreita.value
    else guardada.value = estreita.value ? 'aberta' : 'recolhida'
  }

  watch(
    () => rota.name,
    () => (nestaPagina.value = null),
  )

  return { estreita, alternar }
}
