import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { useStorage } from '@vueuse/core'
import { computed, ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import { useAgora } from '@/composaveis/useAgora'
import { useSessao } from '@/modulos/plataforma/sessao'
import type { DetalheProcesso } from '../contratoProcessos'
import { aDesfazer, empilhar, prazoParaDesfazer, semA, type Desfazivel } from './desfazer'

type Aprovado = { data_aprovacao?: string | null; desfazer_ate?: string | null }

/** Aprovar, rejeitar, corrigir e desfazer. Nada é otimista: a fila só anda quando o servidor confirma. */
export function useDecisoes() {
  const consultas = useQueryClient()
  const renovar = () => void consultas.invalidateQueries({ queryKey: ['processos'] })
  const agora = useAgora(500)
  const pilha = ref<Desfazivel[]>([])
  const desfazivel = computed(() => aDesfazer(pilha.value, agora.value.getTime()))

  const aprovar = useMutation({
    mutationFn: async ({ processo, sha256, nota }: { processo: DetalheProcesso; sha256: string; nota: string }) => {
      const path = { id: processo.id }
      const aprovado: Aprovado = await corpo(
        http.POST('/api/v1/processos/{id}/aprovacao', { params: { path }, body: { sha256, observacoes: nota.trim() || null } }),
      )
      return prazoParaDesfazer(aprovado.desfazer_ate, aprovado.data_aprovacao, Date.now())
    },
    onSuccess: (ate, { processo }) => {
      contar(1)
      if (ate !== null) pilha.value = empilhar(pilha.value, { id: processo.id, nome: processo.cliente.razao_social, ate }, Date.now())
    },
  })

  const rejeitar = useMutation({
    mutationFn: ({ processo, sha256, motivo }: { processo: DetalheProcesso; sha256: string | null; motivo: string }) =>
      corpo(http.POST('/api/v1/processos/{id}/rejeicao', { params: { path: { id: processo.id } }, body: { motivo: motivo.trim(), sha256 } })),
    onSuccess: () => contar(1),
  })

  const desfazer = useMutation({
    mutationFn: ({ id }: Desfazivel) => http.DELETE('/api/v1/processos/{id}/aprovacao', { params: { path: { id } } }),
    onSuccess: () => contar(-1),
    // Deu certo ou passou da hora: das duas maneiras não há mais o que desfazer.
    onSettled: (_r, _e, { id }) => {
      pilha.value = semA(pilha.value, id)
      renovar()
    },
  })

  const corrigir = useMutation({
    mutationFn: ({ processo, campo, valor }: { processo: DetalheProcesso; campo: 'valor_fatura' | 'data_vencimento'; valor: string }) =>
      corpo(
        http.PATCH('/api/v1/processos/{id}', {
          params: { path: { id: processo.id }, header: { 'If-Match': `"${processo.versao}"` } },
          body: { [campo]: valor },
        }),
      ),
    onSettled: renovar,
  })

  const { decididas, contar } = useContagemDoDia()
  return { aprovar, rejeitar, desfazer, corrigir, desfazivel, agora, decididas }
}

/** Quantas esta pessoa decidiu hoje, neste navegador. */
function useContagemDoDia() {
  const usuario = useSessao().atual?.usuario.id ?? ''
  const hoje = () => `${new Date().toDateString()}·${usuario}`
  const guardada = useStorage('regente.decididas', { dia: hoje(), quantas: 0 })
  const decididas = computed(() => (guardada.value.dia === hoje() ? guardada.value.quantas : 0))
  function contar(mais: number) {
    guardada.value = { dia: hoje(), quantas: Math.max(0, decididas.value + mais) }
  }
  return { decididas, contar }
}
