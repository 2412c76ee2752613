import { computed, ref } from 'vue'
import type { Router } from 'vue-router'
import { useSessao } from '@/modulos/plataforma/sessao'

/** Para onde se ia quando o pedaço da página não veio; vazio, recarrega onde se está. */
const paginaPerdida = ref<{ destino: string } | null>(null)
const versaoAberta = ref<string | null>(null)
const adiada = ref<string | null>(null)

/** O navegador não achou o arquivo de uma página: quase sempre, o servidor já é outro. */
export function eFalhaDePedaco(erro: unknown): boolean {
  return erro instanceof Error && /dynamically imported module|module script|preload CSS|error loading/i.test(erro.message)
}

/** Vigia os pedaços que não chegam, na troca de página e dentro dela. Chamada uma vez, ao montar. */
export function vigiarVersao(roteador: Router): void {
  roteador.onError((erro, para) => {
    if (eFalhaDePedaco(erro)) paginaPerdida.value = { destino: para.fullPath }
  })
  roteador.afterEach((_para, _de, falha) => {
    if (!falha) paginaPerdida.value = null
  })
  globalThis.addEventListener('vite:preloadError', () => (paginaPerdida.value ??= { destino: '' }))
}

export function useVersao() {
  const sessao = useSessao()
  const versao = computed(() => sessao.atual?.versao ?? null)
  versaoAberta.value ??= versao.value

  const nova = computed(() => Boolean(versao.value && versaoAberta.value && versao.value !== versaoAberta.value && versao.value !== adiada.value))

  function adiar() {
    adiada.value = versao.value
  }

  function recarregar() {
    const destino = paginaPerdida.value?.destino
    if (destino) globalThis.location.assign(destino)
    else globalThis.location.reload()
  }

  return { paginaPerdida: computed(() => paginaPerdida.value), nova, adiar, recarregar }
}
