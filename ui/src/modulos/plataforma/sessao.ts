import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { corpo, http, segurarPedidos } from '@/api/cliente'
import { ErroApi } from '@/api/erro'
import type { Sessao } from '@/api/tipos'

/**
 * Lembra que este navegador já entrou. Sem isso não há sessão a perguntar, e a
 * primeira visita não começa com um 401 no console. Não é segredo nem autorização:
 * quem decide é o cookie, que o script não lê.
 */
const CHAVE_ENTROU = 'regente.entrou'

/** Qual pessoa e qual conta este navegador usa: o cookie é de todas as abas. */
const CHAVE_QUEM = 'regente.quem'

/** Quem está usando a interface, por qual conta e com que permissões. */
export const useSessao = defineStore('sessao', () => {
  const atual = ref<Sessao | null>(null)
  /** A sessão acabou com a pessoa na página: pede-se a senha por cima, sem perder o que digitou. */
  const expirada = ref(false)
  const entrou = useStorage(CHAVE_ENTROU, false)
  const quem = useStorage(CHAVE_QUEM, '')
  /** Quem já entrou neste navegador vê a própria marca também na entrada. */
  const marcaLembrada = useStorage('regente.marca', 'Regente')
  let conferida = false

  const marca = computed(() => atual.value?.marca.nome ?? marcaLembrada.value)
  const iniciais = computed(() => {
    const nomes = (atual.value?.usuario.nome ?? '').trim().split(/\s+/)
    const primeira = nomes[0]?.[0] ?? ''
    const ultima = nomes.length > 1 ? (nomes.at(-1)?.[0] ?? '') : ''
    return (primeira + ultima).toUpperCase()
  })

  function assumir(sessao: Sessao): void {
    atual.value = sessao
    entrou.value = true
    quem.value = identidade(sessao)
    marcaLembrada.value = sessao.marca.nome
    expirada.value = false
    conferida = true
    segurarPedidos(false)
  }

  /** Pergunta ao servidor uma vez; depois responde do que sabe. */
  async function conferir(): Promise<boolean> {
    if (!conferida && entrou.value) {
      try {
        assumir(await corpo(http.GET('/api/v1/sessao')))
      } catch (erro) {
        if (!(erro instanceof ErroApi) || erro.status !== 401) throw erro
        esquecer()
      }
    }
    conferida = true
    return atual.value !== null
  }

  /** Relê o que a pessoa pode: alguém pode ter mudado o grupo dela. Uma falha deixa o que se sabia. */
  async function renovar(): Promise<void> {
    if (!atual.value) return
    try {
      const nova = await corpo(http.GET('/api/v1/sessao'))
      if (atual.value && identidade(nova) === identidade(atual.value)) assumir(nova)
      else recarregarDoInicio()
    } catch (erro) {
      if (erro instanceof ErroApi && erro.status === 401) expirar()
    }
  }

  async function entrar(email: string, senha: string): Promise<void> {
    assumir(await corpo(http.POST('/api/v1/sessao', { body: { email, senha } })))
  }

  /** A mesma pessoa volta à mesma conta, sem sair da página. */
  async function entrarDeNovo(senha: string): Promise<void> {
    if (!atual.value) return
    const { usuario, conta } = atual.value
    assumir(await corpo(http.POST('/api/v1/sessao', { body: { email: usuario.email, senha, conta_id: conta.id } })))
  }

  async function trocarConta(contaId: string): Promise<void> {
    assumir(await corpo(http.PUT('/api/v1/sessao/conta', { body: { conta_id: contaId } })))
  }

  async function sair(): Promise<void> {
    await http.DELETE('/api/v1/sessao')
    esquecer()
  }

  function expirar(): void {
    if (!atual.value || expirada.value) return
    expirada.value = true
    segurarPedidos(true)
  }

  /** A tela deixa de se apresentar como alguém. */
  function esquecer(): void {
    atual.value = null
    expirada.value = false
    entrou.value = false
    quem.value = ''
    conferida = true
    segurarPedidos(false)
  }

  function tem(permissao: string): boolean {
    return atual.value?.permissoes.includes(permissao) ?? false
  }

  // Outra aba saiu, entrou ou trocou de conta: esta não pode agir em nome de quem já não é.
  watch(quem, (novo) => {
    if (!atual.value || (novo === identidade(atual.value) && !expirada.value)) return
    if (novo === '') expirar()
    else if (novo === identidade(atual.value)) {
      segurarPedidos(false)
      expirada.value = false
    } else recarregarDoInicio()
  })

  return { atual, expirada, marca, iniciais, conferir, renovar, entrar, entrarDeNovo, trocarConta, sair, expirar, esquecer, tem }
})

function identidade({ usuario, conta }: Sessao): string {
  return `${usuario.id}/${conta.id}`
}

function recarregarDoInicio(): void {
  globalThis.location.assign('/')
}
