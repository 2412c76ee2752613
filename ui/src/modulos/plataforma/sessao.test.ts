import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { http } from '@/api/cliente'
import { destinoSeguro } from './retorno'
import { useSessao } from './sessao'

const dados = {
  usuario: { id: 'u', nome: 'Helena Maria Prado', email: 'h@x.example' },
  conta: { id: 'c', nome: 'Serra Azul' },
  permissoes: ['faturas.ver'],
  marca: { nome: 'Ipê Telecontas' },
}
const buscar = vi.fn<typeof fetch>()

function responder(status: number, conteudo?: unknown) {
  buscar.mockResolvedValueOnce(
    new Response(conteudo === undefined ? null : JSON.stringify(conteudo), { status, headers: { 'content-type': 'application/json' } }),
  )
}

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  buscar.mockReset()
  vi.stubGlobal('fetch', buscar)
})

describe('useSessao', () => {
  it('quem nunca entrou neste navegador não pergunta ao servidor', async () => {
    await expect(useSessao().conferir()).resolves.toBe(false)
    expect(buscar).not.toHaveBeenCalled()
  })

  it('entra, sabe o que pode, e só pergunta uma vez', async () => {
    const sessao = useSessao()
    responder(200, dados)
    await sessao.entrar('h@x.example', 'segredo')
    expect(sessao.iniciais).toBe('HP')
    expect([sessao.tem('faturas.ver'), sessao.tem('faturas.aprovar')]).toEqual([true, false])
    await sessao.conferir()
    expect(buscar).toHaveBeenCalledOnce()
  })

  it('quem já entrou é reconhecido pelo cookie ao voltar; sessão vencida é esquecida', async () => {
    localStorage.setItem('regente.entrou', 'true')
    responder(401, {})
    await expect(useSessao().conferir()).resolves.toBe(false)
    expect(buscar).toHaveBeenCalledOnce()

    setActivePinia(createPinia())
    localStorage.setItem('regente.entrou', 'true')
    responder(200, dados)
    await expect(useSessao().conferir()).resolves.toBe(true)
  })

  it('servidor fora do ar não é o mesmo que não ter sessão', async () => {
    localStorage.setItem('regente.entrou', 'true')
    buscar.mockRejectedValueOnce(new TypeError('rede'))
    const sessao = useSessao()
    await expect(sessao.conferir()).rejects.toThrow('Não foi possível falar com o servidor.')
    responder(200, dados)
    await expect(sessao.conferir()).resolves.toBe(true)
  })

  it('sair esquece quem era', async () => {
    const sessao = useSessao()
    responder(200, dados)
    await sessao.entrar('h@x.example', 'segredo')
    buscar.mockResolvedValueOnce(new Response(null, { status: 204 }))
    await sessao.sair()
    expect(sessao.atual).toBeNull()
    expect(sessao.tem('faturas.ver')).toBe(false)
  })
})

describe('sessão que acaba com a pessoa na página', () => {
  async function dentro() {
    const sessao = useSessao()
    responder(200, dados)
    await sessao.entrar('h@x.example', 'segredo')
    return sessao
  }

  it('guarda quem é, não deixa pedido sair e volta pela mesma pessoa e conta', async () => {
    const sessao = await dentro()
    sessao.expirar()
    expect([sessao.expirada, sessao.atual?.usuario.id]).toEqual([true, 'u'])
    buscar.mockClear()
    await expect(http.GET('/api/v1/perfil')).rejects.toMatchObject({ status: 401 })
    expect(buscar).not.toHaveBeenCalled()

    responder(200, dados)
    await sessao.entrarDeNovo('segredo')
    const pedido = buscar.mock.calls[0]?.[0] as Request
    expect(await pedido.json()).toEqual({ email: 'h@x.example', senha: 'segredo', conta_id: 'c' })
    expect(sessao.expirada).toBe(false)
  })

  it('outra aba que sai pede a senha nesta; a mesma pessoa de volta a libera', async () => {
    const sessao = await dentro()
    await nextTick()
    outraAbaDiz('')
    await nextTick()
    expect(sessao.expirada).toBe(true)
    outraAbaDiz('u/c')
    await nextTick()
    expect(sessao.expirada).toBe(false)
  })

  it('sem ninguém dentro não há o que expirar', () => {
    const sessao = useSessao()
    sessao.expirar()
    expect(sessao.expirada).toBe(false)
  })
})

function outraAbaDiz(quem: string) {
  const antes = localStorage.getItem('regente.quem')
  localStorage.setItem('regente.quem', quem)
  dispatchEvent(new StorageEvent('storage', { key: 'regente.quem', oldValue: antes, newValue: quem, storageArea: localStorage }))
}

describe('destinoSeguro', () => {
  it.each([
    ['/processos?mes_ano=2026-11', '/processos?mes_ano=2026-11'],
    ['//mal.example', '/'],
    ['/\\mal.example', '/'],
    ['https://mal.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/entrar?voltar=/entrar', '/'],
    [undefined, '/'],
    [['/a', '/b'], '/'],
  ])('%s → %s', (voltar, destino) => {
    expect(destinoSeguro(voltar)).toBe(destino)
  })
})
