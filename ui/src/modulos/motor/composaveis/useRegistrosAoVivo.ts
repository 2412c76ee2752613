import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Registro } from '@/api/tipos'
import { Bobina } from '../bobina'

/** Como está a ligação com o servidor. */
export type Ligacao = 'conectando' | 'ao-vivo' | 'retomando' | 'encerrada'

/** Os registros chegam à tela em lotes: mil por segundo não são mil desenhos. */
const LOTE_MS = 60
const ESPERA_MINIMA_MS = 1_000
const ESPERA_MAXIMA_MS = 15_000

interface Opcoes {
  /** A situação da execução mudou no servidor. */
  aoMudarSituacao?: () => void
  /** O servidor recusou a ligação. Responde se vale insistir: não, se a sessão acabou ou a execução não existe. */
  aoSerRecusada?: () => Promise<boolean>
}

/**
 * Segue os registros de uma execução enquanto ela anda. Uma queda de rede é retomada
 * de onde parou: o navegador manda o último número recebido, e o que vier repetido é
 * descartado pelo número.
 */
export function useRegistrosAoVivo(id: Ref<string>, opcoes: Opcoes = {}) {
  const ligacao = ref<Ligacao>('conectando')
  /** Muda a cada lote; quem desenha olha para ela e lê a bobina. */
  const versao = ref(0)
  const bobina = shallowRef(new Bobina())

  let fonte: EventSource | null = null
  let encerrado = false
  let ultima = -1
  let espera = ESPERA_MINIMA_MS
  let lote: Registro[] = []
  let relogioLote: ReturnType<typeof setTimeout> | undefined
  let relogioVolta: ReturnType<typeof setTimeout> | undefined

  function despejar() {
    relogioLote = undefined
    if (!lote.length) return
    bobina.value.acrescentar(lote)
    lote = []
    versao.value++
  }

  function receber(evento: MessageEvent<string>) {
    const registro = lerRegistro(evento.data)
    if (!registro || registro.sequencia <= ultima) return
    ultima = registro.sequencia
    lote.push(registro)
    relogioLote ??= setTimeout(despejar, LOTE_MS)
  }

  function fechar() {
    fonte?.close()
    fonte = null
    clearTimeout(relogioLote)
    clearTimeout(relogioVolta)
    despejar()
  }

  function encerrar() {
    fechar()
    ligacao.value = 'encerrada'
    opcoes.aoMudarSituacao?.()
  }

  function aoFalhar() {
    ligacao.value = 'retomando'
    // Em CONNECTING o navegador já está tentando de novo, com o Last-Event-ID.
    if (fonte?.readyState !== EventSource.CLOSED) return
    fechar()
    void insistir(id.value)
  }

  async function insistir(de: string) {
    const vale = (await opcoes.aoSerRecusada?.()) ?? true
    if (encerrado || de !== id.value) return
    if (!vale) {
      ligacao.value = 'encerrada'
      return
    }
    relogioVolta = setTimeout(ligar, espera)
    espera = Math.min(espera * 2, ESPERA_MAXIMA_MS)
  }

  function ligar() {
    fonte = new EventSource(`/api/v1/execucoes/${encodeURIComponent(id.value)}/registros/ao-vivo`)
    fonte.addEventListener('open', () => {
      ligacao.value = 'ao-vivo'
      espera = ESPERA_MINIMA_MS
    })
    fonte.addEventListener('registro', receber)
    fonte.addEventListener('situacao', () => opcoes.aoMudarSituacao?.())
    fonte.addEventListener('fim', encerrar)
    fonte.addEventListener('error', aoFalhar)
  }

  watch(
    id,
    () => {
      fechar()
      ultima = -1
      espera = ESPERA_MINIMA_MS
      lote = []
      bobina.value = new Bobina()
      versao.value++
      ligacao.value = 'conectando'
      ligar()
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    encerrado = true
    fechar()
  })

  return { ligacao, bobina, versao }
}

function lerRegistro(dados: string): Registro | null {
  try {
    const r = JSON.parse(dados) as Registro
    return typeof r.sequencia === 'number' && typeof r.mensagem === 'string' ? r : null
  } catch {
    return null
  }
}
