import type { Ref } from 'vue'
import type { FiltrosProcessos } from './useFiltrosProcessos'

/** O cursor só sabe ir adiante: o caminho de volta é o que esta visita já percorreu. */
export function usePaginasPorCursor(filtros: Ref<FiltrosProcessos>, proximo: Ref<string | null | undefined>, irPara: (pagina: number, cursor: string | undefined) => Promise<void>) {
  const percorridos = new Map<number, string | undefined>([[1, undefined]])

  function proxima() {
    if (!proximo.value) return
    percorridos.set(filtros.value.pagina, filtros.value.cursor)
    void irPara(filtros.value.pagina + 1, proximo.value)
  }
  function anterior() {
    const pagina = filtros.value.pagina - 1
    void (percorridos.has(pagina) ? irPara(pagina, percorridos.get(pagina)) : irPara(1, undefined))
  }
  return { anterior, proxima }
}
