import { beforeEach, describe, expect, it, vi } from 'vitest'
import { corpo, definirAoPerderSessao, http } from './cliente'
import { ErroApi, mensagemDe } from './erro'

const buscar = vi.fn<typeof fetch>()

function responder(status: number, conteudo?: unknown, cabecalhos: Record<string, string> = {}) {
  buscar.mockResolvedValueOnce(
    new Response(conteudo === undefined ? null : JSON.stringify(conteudo), {
      status,
      headers: { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', ...cabecalhos },
    }),
  )
}

function pedidoFeito(): Request {
  return buscar.mock.calls[0]?.[0] as Request
}

async function falhaDe(promessa: Promise<unknown>): Promise<ErroApi> {
  const erro: unknown = await promessa.then(
    () => null,
    (e: unknown) => e,
  )
  expect(erro).toBeInstanceOf(ErroApi)
  return erro as ErroApi
}

beforeEach(() => {
  buscar.mockReset()
  vi.stubGlobal('fetch', buscar)
  definirAoPerderSessao(() => undefined)
})

describe('pedidos', () => {
  it('só os que mudam algo levam a marca contra CSRF', async () => {
    responder(200, { itens: [], proximo: null, total: 0 })
    await http.GET('/api/v1/processos')
    expect(pedidoFeito().headers.has('x-regente-csrf')).toBe(false)

    buscar.mockReset()
    responder(202, { execucao_id: 'e1' })
    await expect(corpo(http.POST('/api/v1/processos/{id}/download', { params: { path: { id: 'p1' } } }))).resolves.toEqual({ execucao_id: 'e1' })
    expect(pedidoFeito().headers.get('x-regente-csrf')).toBe('1')
    expect(new URL(pedidoFeito().url).pathname).toBe('/api/v1/processos/p1/download')
  })

  it('filtro sem valor não vai no endereço', async () => {
    responder(200, { itens: [], proximo: null, total: 0 })
    await http.GET('/api/v1/processos', { params: { query: { busca: 'São & Cia', mes_ano: undefined } } })
    expect(new URL(pedidoFeito().url).search).toBe('?busca=S%C3%A3o%20%26%20Cia')
  })
})

describe('erros', () => {
  it('o problema da API vira mensagem com remédio e número do pedido', async () => {
    responder(409, { title: 'Conflito', detail: 'o processo já foi aprovado', codigo: 'fora_de_hora', remedio: 'recarregue' }, { 'x-request-id': '7f2c' })
    const erro = await falhaDe(http.GET('/api/v1/processos'))
    expect(erro).toMatchObject({ status: 409, codigo: 'fora_de_hora', pedido: '7f2c', podeRepetir: false })
    expect(mensagemDe(erro)).toBe('O processo já foi aprovado. Recarregue.')
  })

  it('os campos recusados entram na mensagem', async () => {
    responder(422, { detail: 'há campos a corrigir', campos: [{ campo: 'motivo', codigo: 'vazio', mensagem: 'escreva o motivo' }] })
    expect(mensagemDe(await falhaDe(http.GET('/api/v1/processos')))).toBe('Há campos a corrigir. Escreva o motivo.')
  })

  it('uma página de erro que não é JSON ainda dá uma frase em português', async () => {
    buscar.mockResolvedValueOnce(new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }))
    const erro = await falhaDe(http.GET('/api/v1/processos'))
    expect(erro.message).toBe('O servidor respondeu com o erro 502.')
    expect(erro.podeRepetir).toBe(true)
  })

  it('JSON quebrado não esconde o status', async () => {
    buscar.mockResolvedValueOnce(new Response('{', { status: 403, headers: { 'content-type': 'application/problem+json' } }))
    expect((await falhaDe(http.GET('/api/v1/processos'))).message).toBe('Você não tem permissão para isto.')
  })

  it('sem servidor e servidor lento são frases diferentes', async () => {
    buscar.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    expect((await falhaDe(http.GET('/api/v1/processos'))).message).toBe('Não foi possível falar com o servidor.')
    buscar.mockRejectedValueOnce(new DOMException('tempo', 'TimeoutError'))
    expect((await falhaDe(http.GET('/api/v1/processos'))).message).toBe('O servidor não respondeu em 15 s.')
  })

  it('quem cancela recebe o cancelamento, não uma falha', async () => {
    const controle = new AbortController()
    controle.abort()
    buscar.mockRejectedValueOnce(new DOMException('cancelado', 'AbortError'))
    await expect(http.GET('/api/v1/processos', { signal: controle.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('resposta sem o corpo prometido é erro', async () => {
    buscar.mockResolvedValueOnce(new Response(null, { status: 204 }))
    await falhaDe(corpo(http.GET('/api/v1/sessao')))
  })

  it('o que não veio da API não vaza para a tela', () => {
    expect(mensagemDe(new TypeError('x is undefined'))).not.toContain('undefined')
  })
})

describe('sessão perdida', () => {
  it('um 401 avisa, menos nos pedidos da própria sessão', async () => {
    const aviso = vi.fn()
    definirAoPerderSessao(aviso)
    responder(401, { title: 'Sem sessão' })
    await falhaDe(http.POST('/api/v1/sessao', { body: { email: 'a', senha: 'b' } }))
    expect(aviso).not.toHaveBeenCalled()
    responder(401, { title: 'Sem sessão' })
    await falhaDe(http.GET('/api/v1/processos'))
    expect(aviso).toHaveBeenCalledOnce()
  })
})
