import { computed, ref, watch, type Ref } from 'vue'
import { ErroApi, mensagemDe } from '@/api/erro'
import { useTorradas } from '@/composaveis/useTorradas'
import { formatarDinheiro } from '@/formatos/dinheiro'
import { useSessao } from '@/modulos/plataforma/sessao'
import type { DetalheProcesso, ItemProcesso } from '../contratoProcessos'
import { passoDe } from '../passos'
import { explicarConflito, type Conflito } from './conflito'
import { depoisDe } from './fila'
import { useDecisoes } from './useDecisoes'
import type { useFilaAprovacao } from './useFilaAprovacao'

interface Contexto {
  processo: Ref<DetalheProcesso | undefined>
  /** A fila na ordem em que está na tela. */
  linha: Ref<ItemProcesso[]>
  fila: ReturnType<typeof useFilaAprovacao>
  nota: Ref<string>
  esquecerNota: (id: string) => void
  reler: () => Promise<DetalheProcesso | null>
  escolher: (id: string | null) => Promise<void>
  anunciar: (texto: string) => void
}

/**
 * Decidir sobre o que se viu. Guarda qual arquivo esteve de fato na tela, diz por que ainda não se pode
 * decidir, explica o que mudou quando outra pessoa chegou antes e segue para a próxima.
 */
export function useConferencia({ processo, linha, fila, nota, esquecerNota, reler, escolher, anunciar }: Contexto) {
  const sessao = useSessao()
  const { avisarFeito, avisarFalha, avisarDesfazivel, fechar } = useTorradas()
  /** O aviso de cada aprovação que ainda se desfaz. */
  const torradas = new Map<string, number>()
  const { aprovar, rejeitar, desfazer, ocupado, desfazivel, decididas } = useDecisoes()

  const visto = ref<string | null>(null)
  const falhaPdf = ref<string | null>(null)
  const rejeitando = ref(false)
  const conflito = ref<Conflito | null>(null)

  watch(() => processo.value?.id, () => {
    falhaPdf.value = null
    rejeitando.value = false
    conflito.value = null
  })
  // O que chega ao vivo sobre a fatura que está na tela: decidida por outra pessoa, ou com outro arquivo.
  watch(processo, (agora, antes) => {
    if (!agora || agora.id !== antes?.id || ocupado.value) return
    const trocado = antes.arquivo_sha256 !== agora.arquivo_sha256 && visto.value === antes.arquivo_sha256
    if (trocado) conflito.value = explicarConflito(visto.value, agora, new Date())
  })
  /** Já não espera decisão: outra pessoa decidiu, ou o endereço veio de fora da fila. */
  const decidida = computed(() => (processo.value ? explicarConflito(null, processo.value, new Date()) : null))

  const permissao = computed(() => (sessao.tem('faturas.aprovar') ? null : 'Seu acesso não permite decidir faturas.'))
  const motivoRejeitar = computed(() => {
    if (permissao.value) return permissao.value
    if (!processo.value) return 'Carregando os dados da fatura.'
    if (decidida.value) return decidida.value.texto
    const passo = passoDe(processo.value, 'rejeitar')
    return passo?.possivel ? null : (passo?.motivo ?? 'Esta fatura não espera decisão.')
  })
  const motivoAprovar = computed(() => {
    if (motivoRejeitar.value) return motivoRejeitar.value
    if (falhaPdf.value) return `${falhaPdf.value}: só se aprova o que foi visto.`
    return visto.value === processo.value?.arquivo_sha256 ? null : 'Espere o PDF aparecer: só se aprova o que foi visto.'
  })
  /** Só o que não passa sozinho. */
  const aviso = computed(() => permissao.value ?? decidida.value?.texto ?? conflito.value?.texto ?? (falhaPdf.value ? motivoAprovar.value : null))

  /** A próxima se escolhe antes de decidir: quando a resposta chega, a fila já pode ter mudado. */
  const proximaDe = (id: string) => depoisDe(linha.value.map((i) => i.id), id)

  async function seguir(decidido: DetalheProcesso, proxima: string | null) {
    esquecerNota(decidido.id)
    await fila.retirar(decidido.id)
    await escolher(proxima)
    const item = linha.value.find((i) => i.id === proxima)
    anunciar(item ? `Próxima: ${item.cliente.razao_social}${item.valor_fatura ? `, ${formatarDinheiro(item.valor_fatura)}` : ''}. ${fila.total.value} na fila.` : 'A fila acabou.')
  }

  async function aprovarAtual() {
    const atual = processo.value
    const sha256 = visto.value
    if (!atual || !sha256 || ocupado.value) return
    if (motivoAprovar.value) return anunciar(motivoAprovar.value)
    const proxima = proximaDe(atual.id)
    try {
      const volta = await aprovar(atual, sha256, nota.value)
      const texto = `Aprovada: ${atual.cliente.razao_social}${atual.valor_fatura ? `, ${formatarDinheiro(atual.valor_fatura)}` : ''}`
      if (volta) torradas.set(volta.id, avisarDesfazivel(texto, { texto: 'Desfazer', tecla: 'Z', ate: volta.ate, acionar: () => void desfazerUltima(volta) }))
      else avisarFeito(texto)
      await seguir(atual, proxima)
    } catch (causa) {
      await tratarRecusa(causa, atual, proxima)
    }
  }

  async function rejeitarAtual() {
    const atual = processo.value
    if (!atual || ocupado.value || motivoRejeitar.value) return
    const proxima = proximaDe(atual.id)
    try {
      // Um PDF que não abriu também se rejeita: vale o arquivo que o processo guarda.
      await rejeitar(atual, visto.value ?? atual.arquivo_sha256 ?? null, nota.value)
      rejeitando.value = false
      avisarFeito(`Rejeitada: ${atual.cliente.razao_social}, que volta a aguardar download`)
      await seguir(atual, proxima)
    } catch (causa) {
      await tratarRecusa(causa, atual, proxima)
    }
  }

  /** Um 409 diz o que mudou e por quem; se já decidiram, a fila segue e o escrito na nota fica guardado. */
  async function tratarRecusa(causa: unknown, atual: DetalheProcesso, proxima: string | null) {
    const agora = causa instanceof ErroApi && causa.status === 409 ? await reler() : null
    const explicado = agora && explicarConflito(visto.value, agora, new Date())
    if (!explicado) return avisarFalha(`${atual.cliente.razao_social}: ${mensagemDe(causa)}`)
    if (!explicado.decidido) {
      conflito.value = explicado
      return anunciar(explicado.texto)
    }
    avisarFalha(`${atual.cliente.razao_social}: ${explicado.texto}`)
    await seguir(atual, proxima)
  }

  async function desfazerUltima(qual = desfazivel.value) {
    if (!qual) return
    fechar(torradas.get(qual.id) ?? -1)
    try {
      await desfazer(qual)
      avisarFeito(`Aprovação desfeita: ${qual.nome} voltou à fila`)
      await escolher(qual.id)
    } catch (causa) {
      const tarde = causa instanceof ErroApi && causa.status === 409
      avisarFalha(`${qual.nome}: ${tarde ? 'o envio ao SAT já começou; a aprovação não se desfaz mais.' : mensagemDe(causa)}`)
    }
  }

  return { visto, falhaPdf, rejeitando, motivoAprovar, motivoRejeitar, aviso, ocupado, desfazivel, decididas, aprovarAtual, rejeitarAtual, desfazerUltima }
}
