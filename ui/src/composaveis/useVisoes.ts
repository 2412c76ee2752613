import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import type { LocationQuery } from 'vue-router'
import { corpo, http } from '@/api/cliente'
import type { paths } from '@/api/gerado'

export type Visao = paths['/api/v1/visoes']['get']['responses'][200]['content']['application/json'][number]

/** Página e cursor dizem onde se parou, não o que se quer ver. */
const FORA_DA_VISAO = new Set(['cursor', 'pagina'])

/** A consulta de um endereço, em texto e em ordem: duas vistas iguais têm a mesma. */
export function consultaDe(query: LocationQuery | Record<string, string | undefined>): string {
  const pares = Object.entries(query).flatMap(([chave, valor]): [string, string][] =>
    typeof valor === 'string' && valor !== '' && !FORA_DA_VISAO.has(chave) ? [[chave, valor]] : [],
  )
  return new URLSearchParams(pares.sort(([a], [b]) => (a < b ? -1 : 1))).toString()
}

/** O caminho de volta: a consulta guardada, como parâmetros do endereço. */
export function queryDe(consulta: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(consulta))
}

/** As visões que a pessoa guardou para uma tela. */
export function useVisoes(tela: string) {
  const consultas = useQueryClient()
  const chave = ['visoes', tela]
  const { data } = useQuery({
    queryKey: chave,
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/visoes', { params: { query: { tela } }, signal })),
    staleTime: 60_000,
  })
  const aoMudar = { onSettled: () => consultas.invalidateQueries({ queryKey: chave }) }

  const guardar = useMutation({
    mutationFn: ({ nome, consulta }: { nome: string; consulta: string }) => corpo(http.POST('/api/v1/visoes', { body: { tela, nome, consulta } })),
    ...aoMudar,
  })
  const mudar = useMutation({
    mutationFn: ({ id, nome, consulta }: Pick<Visao, 'id' | 'nome' | 'consulta'>) =>
      corpo(http.PUT('/api/v1/visoes/{id}', { params: { path: { id } }, body: { nome, consulta } })),
    ...aoMudar,
  })
  const excluir = useMutation({
    mutationFn: (id: string) => http.DELETE('/api/v1/visoes/{id}', { params: { path: { id } } }),
    ...aoMudar,
  })
  return { visoes: computed(() => data.value ?? []), guardar, mudar, excluir }
}
