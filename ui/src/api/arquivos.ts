import { perderSessao } from './cliente'
import { ErroApi } from './erro'

/** Um arquivo pode ter dezenas de megabytes: espera-se mais que por uma resposta comum. */
const LIMITE_S = 120

/** Baixa um arquivo da própria API, com a sessão do cookie. */
export async function baixarArquivo(endereco: string, signal: AbortSignal): Promise<Blob> {
  try {
    const resposta = await globalThis.fetch(endereco, {
      credentials: 'same-origin',
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMITE_S * 1000)]),
    })
    if (!resposta.ok) throw await ErroApi.deResposta(resposta)
    return await resposta.blob()
  } catch (causa) {
    if (causa instanceof ErroApi && causa.status === 401) perderSessao()
    if (causa instanceof ErroApi || signal.aborted) throw causa
    throw ErroApi.semResposta(causa, LIMITE_S)
  }
}

export interface OpcoesEnvio {
  /** Quanto do arquivo já saiu, de 0 a 1. */
  aoProgredir?: (fracao: number) => void
  signal?: AbortSignal
}

/**
 * Manda um arquivo no campo `arquivo` de um formulário e devolve o corpo da resposta.
 * Por XMLHttpRequest porque o fetch não conta o que já saiu.
 */
export function enviarArquivo<T>(endereco: string, arquivo: File, { aoProgredir, signal }: OpcoesEnvio = {}): Promise<T> {
  return new Promise((resolver, recusar) => {
    const pedido = new XMLHttpRequest()
    pedido.open('POST', endereco)
    pedido.timeout = LIMITE_S * 1000
    pedido.setRequestHeader('x-regente-csrf', '1')
    pedido.setRequestHeader('accept', 'application/json')
    pedido.upload.onprogress = (e) => {
      if (e.lengthComputable) aoProgredir?.(e.loaded / e.total)
    }
    pedido.onload = () => void concluir(pedido, resolver, recusar)
    pedido.onerror = () => recusar(ErroApi.semResposta(null, LIMITE_S))
    pedido.ontimeout = () => recusar(ErroApi.semResposta(new DOMException('', 'TimeoutError'), LIMITE_S))
    pedido.onabort = () => recusar(new DOMException('Cancelado.', 'AbortError'))
    signal?.addEventListener('abort', () => pedido.abort(), { once: true })
    const formulario = new FormData()
    formulario.append('arquivo', arquivo, arquivo.name)
    pedido.send(formulario)
  })
}

async function concluir<T>(pedido: XMLHttpRequest, resolver: (corpo: T) => void, recusar: (erro: unknown) => void): Promise<void> {
  if (pedido.status >= 200 && pedido.status < 300) {
    resolver(JSON.parse(pedido.responseText) as T)
    return
  }
  const resposta = new Response(pedido.responseText, {
    status: pedido.status,
    headers: {
      'content-type': pedido.getResponseHeader('content-type') ?? '',
      'x-request-id': pedido.getResponseHeader('x-request-id') ?? '',
    },
  })
  const erro = await ErroApi.deResposta(resposta)
  if (erro.status === 401) perderSessao()
  recusar(erro)
}
