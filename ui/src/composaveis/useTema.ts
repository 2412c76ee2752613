import { usePreferredDark, useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, watchEffect } from 'vue'

export const TEMAS = ['claro', 'escuro', 'sistema'] as const
export type Tema = (typeof TEMAS)[number]

/** A mesma chave que `public/tema.js` lê antes da primeira pintura. */
const CHAVE = 'regente.tema'

function eTema(valor: string): valor is Tema {
  return (TEMAS as readonly string[]).includes(valor)
}

/** O tema escolhido neste navegador; "sistema" segue a preferência do aparelho. */
export const useTema = defineStore('tema', () => {
  const guardado = useStorage<string>(CHAVE, 'sistema')
  const sistemaEscuro = usePreferredDark()

  const escolha = computed<Tema>(() => (eTema(guardado.value) ? guardado.value : 'sistema'))
  const escuro = computed(() => escolha.value === 'escuro' || (escolha.value === 'sistema' && sistemaEscuro.value))

  watchEffect(() => document.documentElement.classList.toggle('dark', escuro.value))

  function escolher(tema: Tema) {
    guardado.value = tema
  }

  return { escolha, escuro, escolher }
})
