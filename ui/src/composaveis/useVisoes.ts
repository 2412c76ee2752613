import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Client } from 'openapi-fetch'
import { computed } from 'vue'
import type { LocationQuery } from 'vue-router'
import { corpo, http as cliente } from '@/api/cliente'

export interface Visao {
  id: string
  tela: string
  nome: string
  /** Os parâmetros do endereço: "status_processo=…&ordem=-prevista". */
  consulta: string
  posicao: number
}

// Até as visões entrarem no contrato gerado, a forma delas fica aqui.
interface PedidoVisao { tela: string; nome: string; consulta: string }
interface ComCorpo { parameters: object; requestBody: { content: { 'application/json': PedidoVisao } }; responses: { 200: { content: { 'application/json': Visao } } } }
interface CaminhosVisoes {
  '/api/v1/visoes': { get: { parameters: { query: { tela: string } }; responses: { 200: { content: { 'application/json': Visao[] } } } }; post: ComCorpo }
  '/api/v1/visoes/{id}': {
    put: ComCorpo & { parameters: { path: { id: string } } }
    delete: { parameters: { path: { id: string } }; responses: { 204: object } }
  }
}
const http = cliente as unknown as Client<CaminhosVisoes>

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
      corpo(http.PUT('/api/v1/visoes/{id}', { params: { path: { id } }, body: { tela, nome, consulta } })),
    ...aoMudar,
  })
  const excluir = useMutation({
    mutationFn: (id: string) => http.DELETE('/api/v1/visoes/{id}', { params: { path: { id } } }),
    ...aoMudar,
  })
  return { visoes: computed(() => data.value ?? []), guardar, mudar, excluir }
}
