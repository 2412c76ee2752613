import type { PassoPossivel, Processo } from '@/api/tipos'

/** Os passos que a lista oferece, com o nome que a API lhes dá. */
export const PASSOS = { baixar: 'BAIXAR', aprovar: 'APROVAR', rejeitar: 'REJEITAR' } as const

export function passoDe(processo: Processo, passo: keyof typeof PASSOS): PassoPossivel | undefined {
  return processo.passos_possiveis.find((p) => p.passo === PASSOS[passo])
}
