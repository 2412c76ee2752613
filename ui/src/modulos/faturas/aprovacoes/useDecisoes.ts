import { useMutation } from '@tanstack/vue-query'
import { useStorage } from '@vueuse/core'
import { computed, ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import { useAgora } from '@/composaveis/useAgora'
import { useSessao } from '@/modulos/plataforma/sessao'
import { usePassosProcesso } from '../composaveis/useProcesso'
import type { DetalheProcesso } from '../contratoProcessos'
import { aDesfazer, empilhar, prazoParaDesfazer, semA, type Desfazivel } from './desfazer'

/** O que a resposta da aprovação diz do prazo para voltar atrás. */
interface Aprovado {
  data_aprovacao?: string | null
  desfazer_ate?: string | null
}

/** Aprovar, rejeitar e desfazer, com o que ainda dá para desfazer. */
export function useDecisoes() {
  const { desfazer: pedirDesfazer } = usePassosProcesso()
  const agora = useAgora(500)
  const pilha = ref<Desfazivel[]>([])
  const desfazivel = computed(() => aDesfazer(pilha.value, agora.value.getTime()))
  const { decididas, contar } = useContagemDoDia()

  // Não esperam a releitura das listas, como os passos da página do processo: a próxima já está à mão.
  const aprovacao = useMutation({
    mutationFn: ({ id, ...body }: { id: string; sha256: string; observacoes: string | null }) =>
      corpo(http.POST('/api/v1/processos/{id}/aprovacao', { params: { path: { id } }, body })),
  })
  const rejeicao = useMutation({
    mutationFn: ({ id, ...body }: { id: string; sha256: string | null; motivo: string }) =>
      corpo(http.POST('/api/v1/processos/{id}/rejeicao', { params: { path: { id } }, body })),
  })

  /** Devolve até quando se pode desfazer; nulo quando não se pode. */
  async function aprovar(processo: DetalheProcesso, sha256: string, nota: string): Promise<Desfazivel | null> {
    const aprovado: Aprovado = await aprovacao.mutateAsync({ id: processo.id, sha256, observacoes: nota.trim() || null })
    contar(1)
    const ate = prazoParaDesfazer(aprovado.desfazer_ate, aprovado.data_aprovacao, Date.now())
    if (ate === null) return null
    const nova = { id: processo.id, nome: processo.cliente.razao_social, ate }
    pilha.value = empilhar(pilha.value, nova, Date.now())
    return nova
  }

  async function rejeitar(processo: DetalheProcesso, sha256: string | null, motivo: string): Promise<void> {
    await rejeicao.mutateAsync({ id: processo.id, sha256, motivo: motivo.trim() })
    contar(1)
  }

  async function desfazer(qual: Desfazivel): Promise<void> {
    try {
      await pedirDesfazer.mutateAsync(qual.id)
      contar(-1)
    } finally {
      // Deu certo ou passou da hora: das duas maneiras não há mais o que desfazer.
      pilha.value = semA(pilha.value, qual.id)
    }
  }

  const ocupado = computed<'aprovar' | 'rejeitar' | null>(() => (aprovacao.isPending.value ? 'aprovar' : rejeicao.isPending.value ? 'rejeitar' : null))
  return { aprovar, rejeitar, desfazer, ocupado, desfazivel, decididas }
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
