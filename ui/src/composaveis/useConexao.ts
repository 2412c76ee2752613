import type { QueryClient } from '@tanstack/vue-query'
import { computed, ref, shallowRef, watch } from 'vue'
import { criarCanal, type EstadoConexao, type Mudanca } from '@/api/canal'
import { definirAoFalharServidor, definirAoResponder, sondar } from '@/api/cliente'
import { useSessao } from '@/modulos/plataforma/sessao'

/** Quanto tempo a faixa "Conexão refeita" fica à vista. */
const REFEITA_MS = 4_000

/** O que mais depende de cada assunto, além das chaves que começam por ele. */
const DEPENDENTES: Record<string, readonly string[]> = {
  processos: ['painel'],
  execucoes: ['painel'],
  clientes: ['painel', 'processos'],
  operadoras: ['painel', 'processos', 'clientes'],
}

/** Assuntos que podem mudar o que a própria pessoa pode fazer. */
const MUDAM_A_SESSAO = ['usuarios', 'contas']

const estado = shallowRef<EstadoConexao>({ fase: 'parada' })
const refeita = ref(false)

/** Como está a conversa com o servidor, para a barra lateral e a faixa do topo. */
export function useConexao() {
  return { estado: computed(() => estado.value), refeita: computed(() => refeita.value) }
}

/** Refaz as consultas dos assuntos que mudaram; as que ninguém está vendo só ficam marcadas. */
export async function invalidar(consultas: QueryClient, { assuntos, primeira }: Mudanca): Promise<void> {
  if (assuntos === 'tudo') {
    await consultas.invalidateQueries({}, { cancelRefetch: !primeira })
    return
  }
  const alvos = new Set([...assuntos].flatMap((a) => [a, ...(DEPENDENTES[a] ?? [])]))
  await consultas.invalidateQueries({ predicate: ({ queryKey }) => alvos.has(String(queryKey[0])) })
}

/** Liga o canal ao vivo à sessão, à aba e às consultas. Chamada uma vez, ao montar. */
export function ligarAoVivo(consultas: QueryClient): void {
  const sessao = useSessao()
  let relogioRefeita: ReturnType<typeof setTimeout> | undefined

  const canal = criarCanal({
    abrirFonte: () => new EventSource('/api/v1/eventos'),
    sondar,
    aoMudar: async (mudanca) => {
      const assuntos = mudanca.assuntos
      const mexeNaSessao = assuntos === 'tudo' ? !mudanca.primeira : MUDAM_A_SESSAO.some((a) => assuntos.has(a))
      await Promise.all([invalidar(consultas, mudanca), mexeNaSessao ? sessao.renovar() : undefined])
    },
    aoMudarEstado(novo) {
      const voltou = estado.value.fase === 'sem-conexao' && (novo.fase === 'ao-vivo' || novo.fase === 'consultando')
      estado.value = novo
      clearTimeout(relogioRefeita)
      refeita.value = voltou
      if (voltou) relogioRefeita = setTimeout(() => (refeita.value = false), REFEITA_MS)
    },
  })

  definirAoFalharServidor(() => void canal.suspeitar())
  definirAoResponder(() => canal.tentarJa())
  document.addEventListener('visibilitychange', () => canal.mudarVisibilidade(document.visibilityState === 'visible'))
  globalThis.addEventListener('online', () => canal.tentarJa())
  globalThis.addEventListener('offline', () => void canal.suspeitar())
  // Fora da página, o navegador corta a ligação: não é queda.
  globalThis.addEventListener('pagehide', () => canal.parar())
  globalThis.addEventListener('pageshow', (e) => e.persisted && dentro.value && canal.ligar())

  const dentro = computed(() => Boolean(sessao.atual) && !sessao.expirada)
  watch(
    [dentro, () => sessao.atual?.conta.id],
    ([ligar]) => {
      canal.parar()
      if (ligar) canal.ligar()
    },
    { immediate: true },
  )
}
