import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import { ErroApi } from '@/api/erro'
import type { Sessao } from '@/api/tipos'

/**
 * Lembra que este navegador já entrou. Sem isso não há sessão a perguntar, e a
 * primeira visita não começa com um 401 no console. Não é segredo nem autorização:
 * quem decide é o cookie, que o script não lê.
 */
const CHAVE_ENTROU = 'regente.entrou'

/** Quem está usando a interface, por qual conta e com que permissões. */
export const useSessao = defineStore('sessao', () => {
  const atual = ref<Sessao | null>(null)
  const entrou = useStorage(CHAVE_ENTROU, false)
  let conferida = false

  const iniciais = computed(() => {
    const nomes = (atual.value?.usuario.nome ?? '').trim().split(/\s+/)
    const primeira = nomes[0]?.[0] ?? ''
    const ultima = nomes.length > 1 ? (nomes.at(-1)?.[0] ?? '') : ''
    return (primeira + ultima).toUpperCase()
  })

  /** Pergunta ao servidor uma vez; depois responde do que sabe. */
  async function conferir(): Promise<boolean> {
    if (!conferida && entrou.value) {
      try {
        atual.value = await corpo(http.GET('/api/v1/sessao'))
      } catch (erro) {
        if (!(erro instanceof ErroApi) || erro.status !== 401) throw erro
        entrou.value = false
      }
    }
    conferida = true
    return atual.value !== null
  }

  async function entrar(email: string, senha: string): Promise<void> {
    atual.value = await corpo(http.POST('/api/v1/sessao', { body: { email, senha } }))
    entrou.value = true
    conferida = true
  }

  async function sair(): Promise<void> {
    await http.DELETE('/api/v1/sessao')
    esquecer()
  }

  /** A sessão acabou no servidor: a tela deixa de se apresentar como alguém. */
  function esquecer(): void {
    atual.value = null
    entrou.value = false
    conferida = true
  }

  function tem(permissao: string): boolean {
    return atual.value?.permissoes.includes(permissao) ?? false
  }

  return { atual, iniciais, conferir, entrar, sair, esquecer, tem }
})
