import createClient from 'openapi-fetch'
import { ErroApi } from './erro'
import type { paths } from './gerado'

/** Quanto um pedido espera pela resposta. */
const LIMITE_S = 15

const CAMINHO_SESSAO = '/api/v1/sessao'

let aoPerderSessao: () => void = () => undefined

/** Diz o que fazer quando um pedido descobre que a sessão acabou. */
export function definirAoPerderSessao(acao: () => void): void {
  aoPerderSessao = acao
}

/** Avisa que a sessão acabou, para quem fala com o servidor por fora de `http`. */
export function perderSessao(): void {
  aoPerderSessao()
}

/**
 * O único caminho até a API: tipado pelo OpenAPI, com a sessão do cookie.
 * Toda resposta fora de 2xx vira `ErroApi`; um 401 leva à página de entrada,
 * menos nos pedidos da própria sessão, que respondem por si.
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
    if (erro.status === 401 && new URL(request.url).pathname !== CAMINHO_SESSAO) aoPerderSessao()
    throw erro
  },
})

async function buscarComLimite(pedido: Request): Promise<Response> {
  try {
    return await globalThis.fetch(pedido, {
      signal: AbortSignal.any([pedido.signal, AbortSignal.timeout(LIMITE_S * 1000)]),
    })
  } catch (causa) {
    // Cancelado por quem pediu: não é falha, a biblioteca de consultas sabe tratar.
    if (pedido.signal.aborted) throw causa
    throw ErroApi.semResposta(causa, LIMITE_S)
  }
}

/** O corpo de uma resposta que o contrato diz ter corpo. */
export async function corpo<T>(resposta: Promise<{ data?: T }>): Promise<T> {
  const { data } = await resposta
  if (data === undefined) throw new ErroApi('O servidor respondeu sem o conteúdo esperado.', 200)
  return data
}
