import { effectScope, ref, type EffectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useRegistrosAoVivo } from './useRegistrosAoVivo'

/** Um EventSource em que o teste faz o papel do servidor. */
class FonteFalsa extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  static criadas: FonteFalsa[] = []
  readyState = FonteFalsa.CONNECTING

  constructor(readonly url: string) {
    super()
    FonteFalsa.criadas.push(this)
  }

  close() {
    this.readyState = FonteFalsa.CLOSED
  }

  abrir() {
    this.readyState = FonteFalsa.OPEN
    this.dispatchEvent(new Event('open'))
  }

  mandar(...sequencias: number[]) {
    for (const sequencia of sequencias) {
      const data = JSON.stringify({ sequencia, instante: '2026-11-20T14:00:00Z', nivel: 'INFO', mensagem: `m${sequencia}` })
      this.dispatchEvent(new MessageEvent('registro', { data }))
    }
  }

  falhar(definitivo = false) {
    this.readyState = definitivo ? FonteFalsa.CLOSED : FonteFalsa.CONNECTING
    this.dispatchEvent(new Event('error'))
  }

  avisar(tipo: string) {
    this.dispatchEvent(new MessageEvent(tipo, { data: '{}' }))
  }
}

let escopo: EffectScope
const id = ref('e1')
const aoMudarSituacao = vi.fn()
const aoSerRecusada = vi.fn<() => Promise<boolean>>()

function seguir() {
  escopo = effectScope()
  const usado = escopo.run(() => useRegistrosAoVivo(id, { aoMudarSituacao, aoSerRecusada }))
  if (!usado) throw new Error('escopo encerrado')
  return usado
}

function fonte(): FonteFalsa {
  const ultima = FonteFalsa.criadas.at(-1)
  if (!ultima) throw new Error('nenhuma ligação foi aberta')
  return ultima
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', FonteFalsa)
  FonteFalsa.criadas = []
  id.value = 'e1'
  aoMudarSituacao.mockReset()
  aoSerRecusada.mockReset().mockResolvedValue(true)
})

afterEach(() => {
  escopo.stop()
  vi.useRealTimers()
})

describe('useRegistrosAoVivo', () => {
  it('junta as linhas em lotes e muda a versão uma vez por lote', () => {
    const { bobina, versao, ligacao } = seguir()
    expect(fonte().url).toBe('/api/v1/execucoes/e1/registros/ao-vivo')
    expect(ligacao.value).toBe('conectando')
    fonte().abrir()
    const antes = versao.value
    fonte().mandar(1, 2, 3)
    expect(bobina.value.linhas).toBe(0)
    vi.advanceTimersByTime(100)
    expect(bobina.value.linhas).toBe(3)
    expect(versao.value).toBe(antes + 1)
    expect(ligacao.value).toBe('ao-vivo')
  })

  it('na queda diz que retoma, e o que volta repetido não aparece duas vezes', () => {
    const { bobina, ligacao } = seguir()
    fonte().abrir()
    fonte().mandar(1, 2)
    fonte().falhar()
    expect(ligacao.value).toBe('retomando')
    expect(FonteFalsa.criadas).toHaveLength(1)
    fonte().abrir()
    fonte().mandar(2, 3)
    vi.advanceTimersByTime(100)
    expect(bobina.value.contagem.total).toBe(3)
    expect(ligacao.value).toBe('ao-vivo')
  })

  it('recusada, avisa quem usa e tenta de novo com espera crescente', async () => {
    const { bobina, ligacao } = seguir()
    fonte().abrir()
    fonte().mandar(1)
    fonte().falhar(true)
    expect(aoSerRecusada).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(999)
    expect(FonteFalsa.criadas).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(FonteFalsa.criadas).toHaveLength(2)
    fonte().falhar(true)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(FonteFalsa.criadas).toHaveLength(2)
    vi.advanceTimersByTime(1_000)
    expect(FonteFalsa.criadas).toHaveLength(3)
    fonte().abrir()
    fonte().mandar(1, 2)
    vi.advanceTimersByTime(100)
    expect(bobina.value.contagem.total).toBe(2)
    expect(ligacao.value).toBe('ao-vivo')
  })

  it('não insiste quando não vale: sessão encerrada ou execução que não existe', async () => {
    aoSerRecusada.mockResolvedValue(false)
    const { ligacao } = seguir()
    fonte().falhar(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FonteFalsa.criadas).toHaveLength(1)
    expect(ligacao.value).toBe('encerrada')
  })

  it('recusada e abandonada no meio da espera, não abre ligação esquecida', async () => {
    seguir()
    fonte().falhar(true)
    escopo.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FonteFalsa.criadas).toHaveLength(1)
  })

  it('no fim despeja o que faltava, fecha e não volta', () => {
    const { bobina, ligacao } = seguir()
    fonte().abrir()
    fonte().avisar('situacao')
    expect(aoMudarSituacao).toHaveBeenCalledOnce()
    fonte().mandar(1)
    fonte().avisar('fim')
    expect(bobina.value.linhas).toBe(1)
    expect(ligacao.value).toBe('encerrada')
    expect(fonte().readyState).toBe(FonteFalsa.CLOSED)
    vi.advanceTimersByTime(60_000)
    expect(FonteFalsa.criadas).toHaveLength(1)
  })

  it('outra execução começa do zero e fecha a anterior', async () => {
    const { bobina } = seguir()
    const primeira = fonte()
    primeira.abrir()
    primeira.mandar(1, 2)
    id.value = 'e2'
    await Promise.resolve()
    expect(primeira.readyState).toBe(FonteFalsa.CLOSED)
    expect(fonte().url).toContain('/e2/')
    fonte().mandar(1)
    vi.advanceTimersByTime(100)
    expect(bobina.value.contagem.total).toBe(1)
  })

  it('um evento estragado é ignorado e o seguinte vale', () => {
    const { bobina } = seguir()
    fonte().dispatchEvent(new MessageEvent('registro', { data: '{quebrado' }))
    fonte().dispatchEvent(new MessageEvent('registro', { data: '{"sequencia":"1"}' }))
    fonte().mandar(1)
    vi.advanceTimersByTime(100)
    expect(bobina.value.contagem.total).toBe(1)
  })

  it('sair da página fecha a ligação', () => {
    seguir()
    escopo.stop()
    expect(fonte().readyState).toBe(FonteFalsa.CLOSED)
    vi.advanceTimersByTime(60_000)
    expect(FonteFalsa.criadas).toHaveLength(1)
  })
})
