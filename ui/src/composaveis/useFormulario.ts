import { computed, reactive, ref, shallowRef, toRaw, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { ErroApi } from '@/api/erro'

export type Valores = Record<string, unknown>
export type Recusas<V> = Partial<Record<keyof V & string, string | null>>

export interface Diferenca {
  campo: string
  /** Como estava quando a tela abriu, como a outra pessoa deixou, e como está digitado. */
  antes: unknown
  agora: unknown
  digitado: unknown
  /** Os dois mudaram o mesmo campo: só um pode ficar. */
  disputado: boolean
}

export interface Conflito<V> {
  atual: V
  diferencas: Diferenca[]
  /** Quem mudou e quando, se dá para saber. */
  autor: string | null
}

/** O que os campos e `FormularioDados` veem, sem saber de que é o formulário. */
export interface ContextoFormulario {
  erroDe: (campo: string) => string | null
  saiuDo: (campo: string) => void
  registrar: (campo: string, rotulo: string, id: string) => () => void
}
export const CHAVE_FORMULARIO: InjectionKey<ContextoFormulario> = Symbol('formulario')

interface Opcoes<V extends Valores, R> {
  /** Os valores de partida; chamada de novo em `redefinir`. */
  inicial: () => V
  /** As recusas que a tela sabe sem perguntar ao servidor. */
  validar?: (valores: V) => Recusas<V>
  enviar: (valores: V) => Promise<R>
  aoSalvar?: (resposta: R) => void | Promise<void>
  /** A versão que está no servidor agora, para mostrar o que mudou num conflito. */
  carregarAtual?: () => Promise<{ valores: V; autor?: string | null }>
}

/** Sabe que outra pessoa mudou antes: a versão mandada não é mais a atual. */
function eConflitoDeVersao(erro: unknown): boolean {
  return erro instanceof ErroApi && (erro.status === 412 || erro.codigo === 'versao_desatualizada')
}

function iguais(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

export function diferencas<V extends Valores>(base: V, digitados: V, atuais: V): Diferenca[] {
  return Object.keys(base)
    .filter((campo) => !iguais(base[campo], atuais[campo]))
    .map((campo) => ({
      campo,
      antes: base[campo],
      agora: atuais[campo],
      digitado: digitados[campo],
      disputado: !iguais(base[campo], digitados[campo]) && !iguais(digitados[campo], atuais[campo]),
    }))
}

/**
 * O comportamento de um formulário: o que mudou, as recusas (da tela e do servidor) ao lado de
 * cada campo, o envio único e o conflito com quem salvou antes. `FormularioDados` o mostra.
 */
export function useFormulario<V extends Valores, R = unknown>(opcoes: Opcoes<V, R>) {
  const base = shallowRef(structuredClone(toRaw(opcoes.inicial()))) as Ref<V>
  const valores = reactive(structuredClone(toRaw(base.value))) as V
  const tocados = reactive(new Set<string>())
  const tentou = ref(false)
  const enviando = ref(false)
  /** Falha que não é de campo: sem resposta, 409, 500. */
  const falha = ref<unknown>(null)
  const conflito = shallowRef(null) as Ref<Conflito<V> | null>
  const doServidor = reactive(new Map<string, { mensagem: string; valor: string }>())
  /** Sobe a cada envio recusado: quem mostra leva o foco ao primeiro erro. */
  const recusados = ref(0)

  const mudados = computed(() => Object.keys(base.value).filter((c) => !iguais(base.value[c], valores[c])))
  const sujo = computed(() => mudados.value.length > 0)
  const daTela = computed(() => opcoes.validar?.(valores) ?? {}) as ComputedRef<Record<string, string | null | undefined>>

  /** A recusa do servidor vale enquanto o valor recusado está lá. */
  function recusaDoServidor(campo: string): string | null {
    const r = doServidor.get(campo)
    return r && r.valor === JSON.stringify(valores[campo]) ? r.mensagem : null
  }

  function erroDe(campo: string): string | null {
    const daTelaAgora = tentou.value || tocados.has(campo) ? daTela.value[campo] : null
    return daTelaAgora ?? recusaDoServidor(campo)
  }

  const erros = computed(() => {
    const campos = new Set([...Object.keys(base.value), ...doServidor.keys()])
    return [...campos].flatMap((campo) => {
      const mensagem = erroDe(campo)
      return mensagem ? [{ campo, mensagem }] : []
    })
  })

  function definir(novos: V) {
    Object.assign(valores, structuredClone(toRaw(novos)))
  }

  /** Põe outra base (o que veio do servidor) e descarta o digitado. */
  function redefinir(novos: V = opcoes.inicial()) {
    base.value = structuredClone(toRaw(novos))
    definir(novos)
    tocados.clear()
    doServidor.clear()
    tentou.value = false
    falha.value = null
    conflito.value = null
  }

  /** Guarda a recusa de cada campo com o valor recusado. */
  function anotarRecusas(erro: ErroApi) {
    for (const { campo, mensagem } of erro.campos) {
      const frase = mensagem.charAt(0).toLocaleUpperCase('pt-BR') + mensagem.slice(1)
      doServidor.set(campo, { mensagem: /[.!?…]$/.test(frase) ? frase : `${frase}.`, valor: JSON.stringify(valores[campo]) })
    }
  }

  async function anotarFalha(erro: unknown) {
    if (erro instanceof ErroApi && erro.campos.length > 0) {
      anotarRecusas(erro)
      recusados.value++
      return
    }
    if (eConflitoDeVersao(erro) && opcoes.carregarAtual) {
      const { valores: atual, autor } = await opcoes.carregarAtual()
      conflito.value = { atual, diferencas: diferencas(base.value, valores, atual), autor: autor ?? null }
      return
    }
    falha.value = erro
  }

  async function enviar(): Promise<void> {
    if (enviando.value) return
    tentou.value = true
    falha.value = null
    conflito.value = null
    if (Object.values(daTela.value).some(Boolean)) {
      recusados.value++
      return
    }
    enviando.value = true
    try {
      const enviado = structuredClone(toRaw(valores))
      const resposta = await opcoes.enviar(enviado)
      redefinir(enviado)
      await opcoes.aoSalvar?.(resposta)
    } catch (erro) {
      try {
        await anotarFalha(erro)
      } catch (outra) {
        falha.value = outra
      }
    } finally {
      enviando.value = false
    }
  }

  /** Fica com o que está no servidor; o digitado se perde. */
  function usarVersaoNova() {
    if (conflito.value) redefinir(conflito.value.atual)
  }

  /** Parte da versão nova e mantém por cima só o que a pessoa mudou. Nada é salvo ainda. */
  function manterDigitado() {
    if (!conflito.value) return
    const meus = Object.fromEntries(mudados.value.map((c) => [c, valores[c]])) as Partial<V>
    const nova = conflito.value.atual
    base.value = structuredClone(toRaw(nova))
    definir({ ...nova, ...meus })
    conflito.value = null
  }

  return {
    valores, base, sujo, mudados, erros, enviando, falha, conflito, recusados,
    erroDe, saiuDo: (campo: string) => void tocados.add(campo), enviar, redefinir, usarVersaoNova, manterDigitado,
  }
}

/** O formulário como `FormularioDados` o recebe: de qualquer forma de valores. */
export type Formulario = Pick<
  ReturnType<typeof useFormulario<Valores>>,
  'sujo' | 'erros' | 'enviando' | 'falha' | 'recusados' | 'erroDe' | 'saiuDo' | 'enviar' | 'usarVersaoNova' | 'manterDigitado'
> & { conflito: Ref<Conflito<Valores> | null> }
