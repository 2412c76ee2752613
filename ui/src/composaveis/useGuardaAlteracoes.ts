import { useEventListener } from '@vueuse/core'
import { onScopeDispose, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { confirmar } from './useConfirmacao'

/** Pergunta antes de sair com o que não foi salvo: por ligação, botão voltar, ou fechando a aba. */
export function useGuardaAlteracoes(sujo: Ref<boolean>, objeto: () => string): void {
  const soltar = useRouter().beforeEach(async (para, de) => {
    // A sessão acabou: a entrada não espera por resposta.
    if (!sujo.value || para.path === de.path || para.name === 'entrar') return true
    return confirmar({
      titulo: `Sair sem salvar ${objeto()}?`,
      texto: 'O que você digitou nesta página se perde.',
      acao: 'Sair sem salvar',
      voltar: 'Continuar editando',
      perigosa: true,
    })
  })
  onScopeDispose(soltar)

  useEventListener(globalThis, 'beforeunload', (evento: BeforeUnloadEvent) => {
    if (sujo.value) evento.preventDefault()
  })
}
