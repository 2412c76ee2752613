import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

interface ComId {
  id: string
}

/**
 * Segura a ordem das linhas enquanto alguém as usa. Dado novo troca o conteúdo de cada
 * linha à vista; linha que entra, sai ou muda de lugar espera até `mostrar()` ou até
 * soltarem a lista. Outra vista (filtro, ordem, página) entra na hora.
 */
export function useListaSegura<T extends ComId>(opcoes: {
  itens: Ref<T[] | undefined> | ComputedRef<T[] | undefined>
  /** O ponteiro está na lista, ou o foco. */
  presa: Ref<boolean>
  /** O que se está vendo: muda quando mudam filtro, ordem ou página. */
  vista: Ref<string>
  /** Os itens ainda são da vista anterior. */
  provisoria: Ref<boolean>
}) {
  const { itens, presa, vista, provisoria } = opcoes
  const mostrados = shallowRef<T[] | undefined>(itens.value)
  const saidos = shallowRef<ReadonlySet<string>>(new Set())
  let vistaMostrada = vista.value

  function mostrar() {
    mostrados.value = itens.value
    saidos.value = new Set()
    vistaMostrada = vista.value
  }

  watch([itens, vista, provisoria, presa], () => {
    const novos = itens.value
    const antigos = mostrados.value
    if (provisoria.value) return
    if (!presa.value || !novos || !antigos?.length || vistaMostrada !== vista.value) {
      mostrar()
      return
    }
    const porId = new Map(novos.map((i) => [i.id, i]))
    mostrados.value = antigos.map((i) => porId.get(i.id) ?? i)
    saidos.value = new Set(antigos.filter((i) => !porId.has(i.id)).map((i) => i.id))
  })

  const haMudancas = computed(() => {
    const [a, b] = [mostrados.value, itens.value]
    if (provisoria.value || !a || !b) return false
    return a.length !== b.length || a.some((item, n) => item.id !== b[n]?.id)
  })

  return { mostrados, saidos, haMudancas, mostrar }
}
