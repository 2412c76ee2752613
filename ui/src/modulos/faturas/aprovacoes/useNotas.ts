import { computed, reactive, toValue, type MaybeRefOrGetter } from 'vue'
import { useSessao } from '@/modulos/plataforma/sessao'

// Fora do componente: o que se escreveu sobrevive a trocar de fatura, de página e à sessão que acaba no meio.
const notas = reactive(new Map<string, string>())

/** A nota em rascunho de cada fatura, de cada pessoa. */
export function useNotas(id: MaybeRefOrGetter<string | null>) {
  const sessao = useSessao()
  const chave = (processo: string | null) => `${sessao.atual?.usuario.id ?? ''} ${processo ?? ''}`
  const nota = computed({
    get: () => notas.get(chave(toValue(id))) ?? '',
    set: (texto: string) => void notas.set(chave(toValue(id)), texto),
  })
  return { nota, esquecer: (processo: string) => void notas.delete(chave(processo)) }
}
