import { computed, ref, watch, type Ref } from 'vue'
import { somar } from '../variacao'
import type { ItemProcesso } from '../contratoProcessos'
import type { Escolhido } from '../lote'

/**
 * Os processos marcados, que atravessam páginas: guarda de cada um o que viu por último, para agir e
 * para nomear as recusas. `doFiltro` é a outra seleção: tudo o que o filtro tem, sem trazer um por um.
 */
export function useSelecaoProcessos(itens: Ref<ItemProcesso[] | undefined>, filtro: Ref<string>) {
  const ids = ref(new Set<string>())
  const vistos = ref(new Map<string, Escolhido>())
  const doFiltro = ref(false)

  // O que chega ao vivo renova o que se sabe de cada um: um passo que deixou de caber deixa de ser oferecido.
  watch(itens, (novos) => {
    for (const p of novos ?? []) vistos.value.set(p.id, p)
  }, { immediate: true })
  // Outro filtro é outra lista: agir sobre o que não está à vista seria uma surpresa.
  watch(filtro, () => limpar())
  watch(ids, (agora, antes) => {
    if (doFiltro.value && agora.size < antes.size) doFiltro.value = false
  })

  const escolhidos = computed(() => [...ids.value].flatMap((id) => vistos.value.get(id) ?? []))
  const soma = computed(() => somar(escolhidos.value.map((p) => p.valor_fatura)))
  const temValor = computed(() => escolhidos.value.some((p) => p.valor_fatura))

  function limpar() {
    ids.value = new Set()
    doFiltro.value = false
  }

  return { ids, escolhidos, vistos, soma, temValor, doFiltro, limpar }
}
