import { computed, ref } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

/** Algo que ainda se pode fazer com o que acabou de acontecer, por um tempo. */
export interface AcaoTorrada {
  texto: string
  acionar: () => void
  /** Até quando vale (ms); o aviso fica até lá e mostra quanto falta. */
  ate: number
  /** A tecla que faz o mesmo. */
  tecla?: string
}

export interface Torrada {
  id: number
  tipo: 'feito' | 'falha'
  texto: string
  ligacao?: { texto: string; destino: RouteLocationRaw }
  acao?: AcaoTorrada
}

/** Tempo na tela: o de ler com calma; a falha fica até alguém fechar. */
const DURACAO_MS = 8000

const torradas = ref<Torrada[]>([])
let proximoId = 1

function fechar(id: number) {
  torradas.value = torradas.value.filter((t) => t.id !== id)
}

function mostrar(torrada: Omit<Torrada, 'id'>): number {
  const id = proximoId++
  // Três bastam: mais do que isso ninguém lê.
  torradas.value = [...torradas.value.slice(-2), { ...torrada, id }]
  if (torrada.tipo === 'feito') setTimeout(() => fechar(id), torrada.acao ? torrada.acao.ate - Date.now() : DURACAO_MS)
  return id
}

/** Avisos curtos do que acabou de acontecer, no pé da tela. */
export function useTorradas() {
  return {
    torradas: computed(() => torradas.value),
    fechar,
    avisarFeito: (texto: string, ligacao?: Torrada['ligacao']) => mostrar({ tipo: 'feito', texto, ligacao }),
    avisarFalha: (texto: string) => mostrar({ tipo: 'falha', texto }),
    /** Diz o que foi feito e oferece voltar atrás enquanto dá. */
    avisarDesfazivel: (texto: string, acao: AcaoTorrada) => mostrar({ tipo: 'feito', texto, acao }),
  }
}
