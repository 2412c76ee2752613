import createClient from 'openapi-fetch'
import type { Sondagem } from './canal'
import { ErroApi } from './erro'
import type { paths } from './gerado'

/** Quanto um pedido espera pela resposta. */
const LIMITE_S = 15

/** Um arquivo leva o tempo de subir e de ser lido linha a linha. */
const LIMITE_ARQUIVO_S = 120

/** Para saber se há alguém do outro lado basta menos. */
const LIMITE_SONDAGEM_S = 6

const CAMINHO_SESSAO = '/api/v1/sessao'

/** Respostas de quem está na frente do servidor, ou dele sem poder atender. */
const SEM_SERVIDOR = new Set([0, 502, 503, 504])

const nada = () => undefined
let aoPerderSessao: () => void = nada
let aoFalharServidor: () => void = nada
let aoResponder: () => void = nada
let encerrada = false

/** Diz o que fazer quando um pedido descobre que a sessão acabou. */
export function definirAoPerderSessao(acao: () => void): void {
  aoPerderSessao = acao
}

/** Diz o que fazer quando um pedido fica sem resposta, ou recebe 502, 503 ou 504. */
export function definirAoFalharServidor(acao: () => void): void {
  aoFalharServidor = acao
}

/** Diz o que fazer quando o servidor responde. */
export function definirAoResponder(acao: () => void): void {
  aoResponder = acao
}

/** Avisa que a sessão acabou, para quem fala com o servidor por fora de `http`. */
export function perderSessao(): void {
  aoPerderSessao()
}

/** Enquanto a pessoa não entra de novo, os pedidos nem saem: o servidor só diria 401 a cada um. */
export function segurarPedidos(segurar: boolean): void {
  encerrada = segurar
}

/**
 * O único caminho até a API: tipado pelo OpenAPI, com a sessão do cookie.
 * Toda resposta fora de 2xx vira `ErroApi`; um 401 pede a senha de novo por cima da
 * página, menos nos pedidos da própria sessão, que respondem por si.
 */
export const http = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  credentials: 'same-origin',
  fetch: buscarComLimite,
})

http.use({
  onRequest({ request }) {
    request.headers.set('accept', 'application/json')
    if (request.method !== 'GET') request.headers.set('x-regente-csrf', '1')
    return request
  },
  async onResponse({ request, response }) {
    if (response.ok) return undefined
    const erro = await ErroApi.deResposta(response)
    if (erro.status !== 401 || eDaSessao(request)) throw erro
    aoPerderSessao()
    throw semSessao(erro.pedido)
  },
})

/** Para quem a lê depois de entrar de novo: o passo não aconteceu e pode ser repetido. */
function semSessao(pedido: string | null = null): ErroApi {
  return new ErroApi('A sessão tinha terminado e isto não foi feito.', 401, 'nao_autenticado', 'Entre e repita.', [], pedido)
}

function eDaSessao(pedido: Request): boolean {
  return new URL(pedido.url).pathname === CAMINHO_SESSAO
}

async function buscarComLimite(pedido: Request): Promise<Response> {
  if (encerrada && !eDaSessao(pedido)) throw semSessao()
  const limite = pedido.headers.get('content-type')?.startsWith('multipart/') ? LIMITE_ARQUIVO_S : LIMITE_S
  try {
    const resposta = await globalThis.fetch(pedido, {
      signal: AbortSignal.any([pedido.signal, AbortSignal.timeout(limite * 1000)]),
    })
    if (SEM_SERVIDOR.has(resposta.status)) aoFalharServidor()
    else aoResponder()
    return resposta
  } catch (causa) {
    // Cancelado por quem pediu: não é falha, a biblioteca de consultas sabe tratar.
    if (pedido.signal.aborted) throw causa
    aoFalharServidor()
    throw ErroApi.semResposta(causa, limite)
  }
}

/** Pergunta se o servidor atende e se a sessão vale; um 401 avisa quem cuida da sessão. */
export async function sondar(): Promise<Sondagem> {
  try {
    const { status } = await globalThis.fetch(CAMINHO_SESSAO, {
      credentials: 'same-origin',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(LIMITE_SONDAGEM_S * 1000),
    })
    if (status === 401) {
      aoPerderSessao()
      return 'fora'
    }
    return status >= 500 ? 'servidor' : 'dentro'
  } catch (causa) {
    return causa instanceof DOMException && causa.name === 'TimeoutError' ? 'lento' : 'rede'
  }
}

/** O corpo de uma resposta que o contrato diz ter corpo. */
export async function corpo<T>(resposta: Promise<{ data?: T }>): Promise<T> {
  const { data } = await resposta
  if (data === undefined) throw new ErroApi('O servidor respondeu sem o conteúdo esperado.', 200)
  return data
}
