import { useStorage } from '@vueuse/core'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import type { Coluna, Densidade } from '@/componentes/tabela'
import { DENSIDADES, useDensidade } from './useDensidade'

interface Guardado {
  /** Sem ela, vale a do perfil. */
  densidade?: Densidade
  /** Só o que a pessoa mudou, para uma coluna nova aparecer a quem já ajustou. */
  colunas: Record<string, boolean>
}

/**
 * Colunas à vista e densidade de uma tabela, lembradas neste navegador.
 * Passe o resultado a `TabelaDados` e a `AjustesTabela`.
 */
export function useAjustesTabela(nome: string, colunas: MaybeRefOrGetter<Coluna[]>) {
  const guardado = useStorage<Guardado>(`regente.tabela.${nome}`, { colunas: {} }, undefined, { mergeDefaults: true })

  const geral = useDensidade()

  const densidade = computed<Densidade>({
    get: () => DENSIDADES.find((d) => d === guardado.value.densidade) ?? geral.value,
    set: (nova) => {
      guardado.value = { ...guardado.value, densidade: nova }
    },
  })
  const escolhas = computed(() => guardado.value.colunas ?? {})

  function visivel(coluna: Coluna): boolean {
    return coluna.fixa === true || (escolhas.value[coluna.chave] ?? !coluna.oculta)
  }

  const todas = computed(() => toValue(colunas))
  // Escolhida pela pessoa, a coluna aparece também em tela estreita.
  const visiveis = computed(() =>
    todas.value.filter(visivel).map((c) => (c.soLarga && escolhas.value[c.chave] ? { ...c, soLarga: false } : c)),
  )

  function mostrar(chave: string, sim: boolean) {
    guardado.value = { ...guardado.value, colunas: { ...escolhas.value, [chave]: sim } }
  }

  function restaurar() {
    guardado.value = { colunas: {} }
  }

  const mudados = computed(() => guardado.value.densidade !== undefined || Object.keys(escolhas.value).length > 0)

  return { densidade, todas, visiveis, visivel, mostrar, restaurar, mudados }
}

export type AjustesDaTabela = ReturnType<typeof useAjustesTabela>
