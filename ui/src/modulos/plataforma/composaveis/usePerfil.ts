import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { corpo, http } from '@/api/cliente'
import { useFormulario } from '@/composaveis/useFormulario'
import { useTorradas } from '@/composaveis/useTorradas'
import { useSessao } from '../sessao'

const CHAVE_SESSOES = ['usuarios', 'minhas-sessoes']

export function useNome() {
  const sessao = useSessao()
  const { avisarFeito } = useTorradas()
  return useFormulario({
    inicial: () => ({ nome: sessao.atual?.usuario.nome ?? '' }),
    validar: ({ nome }) => ({ nome: nome.trim() ? null : 'Informe o nome.' }),
    enviar: ({ nome }) => corpo(http.PUT('/api/v1/perfil', { body: { nome: nome.trim() } })),
    async aoSalvar() {
      await sessao.renovar()
      avisarFeito('Nome salvo.')
    },
  })
}

export function useTrocaDeSenha() {
  const consultas = useQueryClient()
  const { avisarFeito } = useTorradas()
  const formulario = useFormulario({
    inicial: () => ({ atual: '', nova: '', repetida: '' }),
    validar: ({ atual, nova, repetida }) => ({
      atual: atual ? null : 'Informe a senha de hoje.',
      nova: nova.length >= 8 && nova.length <= 128 ? null : 'De 8 a 128 caracteres.',
      repetida: repetida === nova ? null : 'Não é igual à nova.',
    }),
    enviar: ({ atual, nova }) => http.PUT('/api/v1/perfil/senha', { body: { atual, nova } }),
    async aoSalvar() {
      formulario.redefinir()
      avisarFeito('Senha trocada. As outras sessões foram encerradas.')
      await consultas.invalidateQueries({ queryKey: CHAVE_SESSOES })
    },
  })
  return formulario
}

export function useMinhasSessoes() {
  const consultas = useQueryClient()
  const sessoes = useQuery({
    queryKey: CHAVE_SESSOES,
    queryFn: async ({ signal }) => (await corpo(http.GET('/api/v1/sessoes', { signal }))).itens,
  })
  const encerrar = useMutation({
    mutationFn: (id: string) => http.DELETE('/api/v1/sessoes/{id}', { params: { path: { id } } }),
    onSettled: () => consultas.invalidateQueries({ queryKey: CHAVE_SESSOES }),
  })
  return { sessoes, encerrar }
}
