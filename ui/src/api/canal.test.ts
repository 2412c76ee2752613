import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { criarCanal, type Canal, type EstadoConexao, type Mudanca, type Sondagem } from './canal'

class FonteFalsa extends EventTarget {
  static abertas: FonteFalsa[] = []
  fechada = false

  constructor() {
    super()
    FonteFalsa.abertas.push(this)
  }

  close() {
    this.fechada = true
  }

  receber(tipo: string, dados?: unknown) {
    if (!this.fechada) this.dispatchEvent(new MessageEvent(tipo, { data: typeof dados === 'string' ? dados : JSON.stringify(dados) }))
  }
}

const fonte = () => FonteFalsa.abertas.at(-1)!
const aoMudar = vi.fn<(m: Mudanca) => Promise<unknown>>()
const sondar = vi.fn<() => Promise<Sondagem>>()
let estados: EstadoConexao[]
let canal: Canal

const fase = () => estados.at(-1)?.fase
const levas = () => aoMudar.mock.calls.map(([m]) => (m.assuntos === 'tudo' ? 'tudo' : [...m.assuntos].join(',')))
const passar = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-20T14:05:00') })
  FonteFalsa.abertas = []
  estados = []
  aoMudar.mockReset().mockResolvedValue(undefined)
  sondar.mockReset().mockResolvedValue('dentro')
  canal = criarCanal({
    abrirFonte: () => new FonteFalsa() as unknown as EventSource,
    sondar,
    aoMudar,
    aoMudarEstado: (e) => estados.push(e),
    acaso: () => 1,
  })
})

afterEach(() => {
  canal.parar()
  vi.useRealTimers()
})

async function ouvir() {
  canal.ligar()
  fonte().receber('inicio', {})
  await passar(1_000)
  aoMudar.mockClear()
}

describe('enquanto ouve', () => {
  it('a primeira ligação refaz tudo sem recomeçar o que a página acabou de pedir', async () => {
    canal.ligar()
    expect(fase()).toBe('ligando')
    fonte().receber('inicio', {})
    await passar(0)
    expect(fase()).toBe('ao-vivo')
    expect(aoMudar.mock.calls).toEqual([[{ assuntos: 'tudo', primeira: true }]])
  })

  it('junta o que muda depressa em uma leva por segundo', async () => {
    await ouvir()
    fonte().receber('mudanca', { assuntos: ['processos'] })
    fonte().receber('mudanca', { assuntos: ['execucoes'] })
    fonte().receber('mudanca', { assuntos: ['processos', 'clientes'] })
    await passar(999)
    expect(levas()).toEqual(['processos'])
    await passar(1)
    expect(levas()).toEqual(['processos', 'execucoes,processos,clientes'])
  })

  it('a leva seguinte espera a anterior terminar, mas não para sempre', async () => {
    await ouvir()
    aoMudar.mockReturnValueOnce(new Promise(() => undefined))
    fonte().receber('mudanca', { assuntos: ['processos'] })
    fonte().receber('mudanca', { assuntos: ['clientes'] })
    await passar(4_000)
    expect(levas()).toEqual(['processos'])
    await passar(2_000)
    expect(levas()).toEqual(['processos', 'clientes'])
  })

  it('um evento que não se entende vale como tudo', async () => {
    await ouvir()
    fonte().receber('mudanca', '{')
    await passar(0)
    expect(levas()).toEqual(['tudo'])
  })
})

describe('quando cai', () => {
  it('volta sozinho e refaz tudo, porque pode ter perdido algo', async () => {
    await ouvir()
    fonte().receber('error')
    expect(fase()).toBe('reconectando')
    await passar(1_000)
    expect(FonteFalsa.abertas).toHaveLength(2)
    fonte().receber('inicio', {})
    await passar(0)
    expect(fase()).toBe('ao-vivo')
    expect(aoMudar.mock.calls).toEqual([[{ assuntos: 'tudo', primeira: false }]])
  })

  it('sem servidor, diz desde quando e espera cada vez mais, até 30 s', async () => {
    await ouvir()
    sondar.mockResolvedValue('rede')
    const caiuEm = new Date()
    for (const espera of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const abertas = FonteFalsa.abertas.length
      fonte().receber('error')
      await passar(espera - 1)
      expect(FonteFalsa.abertas).toHaveLength(abertas)
      await passar(1)
      expect(FonteFalsa.abertas).toHaveLength(abertas + 1)
    }
    expect(estados.at(-1)).toEqual({ fase: 'sem-conexao', desde: caiuEm, motivo: 'rede' })
  })

  it('o acaso espalha as voltas entre metade e o todo da espera', async () => {
    canal.parar()
    canal = criarCanal({ abrirFonte: () => new FonteFalsa() as unknown as EventSource, sondar, aoMudar, aoMudarEstado: (e) => estados.push(e), acaso: () => 0 })
    canal.ligar()
    sondar.mockResolvedValue('rede')
    fonte().receber('error')
    await passar(499)
    expect(FonteFalsa.abertas).toHaveLength(1)
    await passar(1)
    expect(FonteFalsa.abertas).toHaveLength(2)
  })

  it('um sinal de vida não espera a próxima tentativa', async () => {
    await ouvir()
    sondar.mockResolvedValue('rede')
    fonte().receber('error')
    await passar(0)
    canal.tentarJa()
    canal.tentarJa()
    expect(FonteFalsa.abertas).toHaveLength(2)
  })

  it('sessão encerrada não se reconecta', async () => {
    await ouvir()
    sondar.mockResolvedValue('fora')
    fonte().receber('error')
    await passar(120_000)
    expect(FonteFalsa.abertas).toHaveLength(1)
    expect(fase()).toBe('parada')
  })

  it('um pedido sem resposta só vira queda depois de confirmado', async () => {
    await ouvir()
    await canal.suspeitar()
    expect(fase()).toBe('ao-vivo')
    sondar.mockResolvedValue('servidor')
    await canal.suspeitar()
    expect(estados.at(-1)).toMatchObject({ fase: 'sem-conexao', motivo: 'servidor' })
    await passar(1_000)
    fonte().receber('inicio', {})
    await passar(0)
    expect(fase()).toBe('ao-vivo')
  })
})

describe('quando os eventos não passam', () => {
  async function semEventos() {
    canal.ligar()
    fonte().receber('error')
    await passar(1_000)
    fonte().receber('error')
    await passar(0)
  }

  it('pergunta a cada 30 s e ainda tenta os eventos de vez em quando', async () => {
    await semEventos()
    expect(fase()).toBe('consultando')
    aoMudar.mockClear()
    await passar(60_000)
    expect(levas()).toEqual(['tudo', 'tudo'])
    expect(FonteFalsa.abertas).toHaveLength(2)
    await passar(240_000)
    expect(FonteFalsa.abertas).toHaveLength(3)
    fonte().receber('inicio', {})
    await passar(0)
    expect(fase()).toBe('ao-vivo')
  })

  it('um intermediário que segura a resposta conta como falha', async () => {
    canal.ligar()
    await passar(10_000 + 1_000 + 10_000)
    expect(fase()).toBe('consultando')
  })

  it('se o servidor também some, diz; quando volta, refaz tudo', async () => {
    await semEventos()
    sondar.mockResolvedValue('rede')
    await passar(30_000)
    expect(fase()).toBe('sem-conexao')
    sondar.mockResolvedValue('dentro')
    aoMudar.mockClear()
    await passar(2_000)
    expect(fase()).toBe('consultando')
    expect(levas()).toEqual(['tudo'])
  })
})

describe('aba escondida', () => {
  it('guarda o que mudou e refaz ao voltar à vista', async () => {
    await ouvir()
    canal.mudarVisibilidade(false)
    fonte().receber('mudanca', { assuntos: ['processos'] })
    await passar(5_000)
    expect(levas()).toEqual([])
    canal.mudarVisibilidade(true)
    await passar(0)
    expect(levas()).toEqual(['processos'])
    expect(FonteFalsa.abertas).toHaveLength(1)
  })

  it('depois de um tempo solta a ligação e, ao voltar, religa e refaz tudo', async () => {
    await ouvir()
    canal.mudarVisibilidade(false)
    await passar(20_000)
    expect(fonte().fechada).toBe(true)
    await passar(600_000)
    expect(FonteFalsa.abertas).toHaveLength(1)
    canal.mudarVisibilidade(true)
    expect(FonteFalsa.abertas).toHaveLength(2)
    fonte().receber('inicio', {})
    await passar(0)
    expect(levas()).toEqual(['tudo'])
  })

  it('o aparelho que dormiu religa ao acordar', async () => {
    await ouvir()
    vi.setSystemTime(Date.now() + 3_600_000)
    await passar(15_000)
    expect(FonteFalsa.abertas).toHaveLength(2)
  })
})
