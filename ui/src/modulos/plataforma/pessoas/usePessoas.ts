import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { corpo, http } from '@/api/cliente'
import type { Grupo, Usuario } from '@/api/tipos'

const CHAVE = 'usuarios'
/** A página do servidor; as pessoas de uma conta são dezenas, não milhares, mas o cursor segue até o fim. */
const LIMITE = 200

export function useUsuarios() {
  return useQuery({
    queryKey: [CHAVE, 'lista'],
    queryFn: async ({ signal }) => {
      const todos: Usuario[] = []
      let cursor: string | undefined
      do {
        const pagina = await corpo(http.GET('/api/v1/usuarios', { params: { query: { limite: LIMITE, cursor } }, signal }))
        todos.push(...pagina.itens)
        cursor = pagina.proximo ?? undefined
      } while (cursor)
      return todos
    },
  })
}

export function useGrupos() {
  return useQuery({
    queryKey: [CHAVE, 'grupos'],
    queryFn: async ({ signal }): Promise<Grupo[]> => (await corpo(http.GET('/api/v1/grupos', { signal }))).itens,
    staleTime: 60_000,
  })
}

export function usePermissoes() {
  return useQuery({
    queryKey: [CHAVE, 'permissoes'],
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/permissoes', { signal }))).itens,
    staleTime: Infinity,
  })
}

export function useAcoesUsuarios() {
  const consultas = useQueryClient()
  const onSettled = () => consultas.invalidateQueries({ queryKey: [CHAVE] })
  const porId = (id: string) => ({ params: { path: { id } } })

  return {
    convidar: useMutation({
      mutationFn: (body: { nome: string; email: string; grupos: string[]; senha?: string }) => corpo(http.POST('/api/v1/usuarios', { body })),
      onSettled,
    }),
    mudarGrupos: useMutation({
      mutationFn: ({ id, grupos }: { id: string; grupos: string[] }) => corpo(http.PUT('/api/v1/usuarios/{id}/grupos', { ...porId(id), body: { grupos } })),
      onSettled,
    }),
    revogar: useMutation({ mutationFn: (id: string) => corpo(http.POST('/api/v1/usuarios/{id}/revogacao', porId(id))), onSettled }),
    reativar: useMutation({ mutationFn: (id: string) => corpo(http.DELETE('/api/v1/usuarios/{id}/revogacao', porId(id))), onSettled }),
  }
}
