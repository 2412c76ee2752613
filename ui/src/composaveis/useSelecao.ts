import { computed, type Ref } from 'vue'

interface ComId {
  id: string
}

/** Seleção de linhas: uma, um intervalo (Shift) ou todas as da página. A seleção atravessa páginas. */
export function useSelecao<T extends ComId>(itens: Ref<T[] | undefined>, selecionados: Ref<Set<string> | undefined>) {
  /** De onde parte o intervalo do Shift. */
  let ultima: string | null = null

  const daPagina = computed(() => (itens.value ?? []).filter((i) => selecionados.value?.has(i.id)).length)
  const estado = computed<'nenhuma' | 'algumas' | 'todas'>(() => {
    if (!daPagina.value) return 'nenhuma'
    return daPagina.value === itens.value?.length ? 'todas' : 'algumas'
  })

  function trocar(ids: readonly string[], sim: boolean) {
    const novos = new Set(selecionados.value)
    for (const id of ids) {
      if (sim) novos.add(id)
      else novos.delete(id)
    }
    selecionados.value = novos
  }

  /** Marca ou desmarca uma linha; com Shift, tudo desde a última tocada. */
  function alternar(id: string, intervalo = false) {
    const sim = !selecionados.value?.has(id)
    const lista = itens.value ?? []
    const de = lista.findIndex((i) => i.id === ultima)
    const ate = lista.findIndex((i) => i.id === id)
    const ids = intervalo && de >= 0 && ate >= 0 ? lista.slice(Math.min(de, ate), Math.max(de, ate) + 1).map((i) => i.id) : [id]
    trocar(ids, sim)
    ultima = id
  }

  function alternarPagina() {
    trocar(
      (itens.value ?? []).map((i) => i.id),
      estado.value !== 'todas',
    )
    ultima = null
  }

  function limpar() {
    selecionados.value = new Set()
    ultima = null
  }

  return { estado, daPagina, alternar, alternarPagina, limpar }
}
