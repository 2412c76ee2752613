import { ref, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import { conflitoDe, eConflito, type Conflito } from '../conflito'
import type { DetalheProcesso } from '../contratoProcessos'
import { useCorrigirProcesso, type Correcao } from './useProcesso'

/**
 * Grava com a versão que se leu. Se outra pessoa gravou antes, diz quem e o quê, e o que se
 * escreveu continua na tela: gravar por cima é uma segunda decisão, não um acidente.
 */
export function useGravacaoSegura(processo: Ref<DetalheProcesso>, recarregar: () => Promise<unknown>) {
  const corrigir = useCorrigirProcesso(() => processo.value.id)
  const conflito = ref<Conflito | null>(null)
  /** A versão que se leu ao começar a escrever: o que chega ao vivo depois não a troca. */
  let lida = { versao: 0, em: '' }

  function comecar() {
    lida = { versao: processo.value.versao, em: processo.value.atualizado_em }
    conflito.value = null
    corrigir.reset()
  }

  async function gravar(mudanca: Correcao): Promise<boolean> {
    try {
      await corrigir.mutateAsync({ versao: lida.versao, mudanca })
      conflito.value = null
      return true
    } catch (erro) {
      if (eConflito(erro)) await contarConflito()
      return false
    }
  }

  async function contarConflito() {
    corrigir.reset()
    const fatos = await lerFatos(processo.value.id)
    conflito.value = conflitoDe(fatos, lida.em)
    await recarregar()
    // A próxima gravação é sobre o que se acabou de mostrar.
    lida = { versao: processo.value.versao, em: processo.value.atualizado_em }
  }

  return { comecar, gravar, conflito, ocupado: corrigir.isPending, erro: corrigir.error }
}

/** Sem a auditoria o conflito é dito sem nome: não se esconde o conflito por causa dela. */
async function lerFatos(id: string) {
  try {
    return (await corpo(http.GET('/api/v1/processos/{id}/auditoria', { params: { path: { id }, query: { limite: 10 } } }))).itens
  } catch {
    return []
  }
}
