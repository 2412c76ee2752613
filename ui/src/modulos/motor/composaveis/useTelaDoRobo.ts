import { useIntervalFn } from '@vueuse/core'
import { ref, watch, type Ref } from 'vue'

const INTERVALO_MS = 1_000

/**
 * O que o navegador do robô mostra agora: uma foto por segundo, só enquanto alguém olha, trocada
 * quando a nova chegou inteira. `parada` diz que a última não veio (o navegador abre, ou já fechou).
 */
export function useTelaDoRobo(execucao: Ref<string>) {
  const foto = ref<string | null>(null)
  const parada = ref(false)
  let carregando = false

  function renovar() {
    if (carregando || document.hidden) return
    carregando = true
    const de = execucao.value
    const nova = new Image()
    const acabar = (chegou: boolean) => {
      carregando = false
      if (de !== execucao.value) return
      parada.value = !chegou
      if (chegou) foto.value = nova.src
    }
    nova.onload = () => acabar(true)
    // 204 (ainda não há tela) também cai aqui: a última foto continua à vista.
    nova.onerror = () => acabar(false)
    nova.src = `/api/v1/execucoes/${encodeURIComponent(de)}/tela?t=${Date.now()}`
  }

  useIntervalFn(renovar, INTERVALO_MS, { immediateCallback: true })
  watch(execucao, () => {
    foto.value = null
  })
  return { foto, parada }
}
