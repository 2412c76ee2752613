/** Um campo que o servidor recusou, para a mensagem ficar ao lado dele. */
export interface CampoRecusado {
  campo: string
  codigo: string
  mensagem: string
}

/** Corpo de erro da API (RFC 9457), com os campos do produto. */
interface Problema {
  title?: string
  detail?: string
  codigo?: string
  remedio?: string | null
  campos?: CampoRecusado[]
}

const PORTUGUES_POR_STATUS: Record<number, string> = {
  400: 'O pedido não pôde ser entendido.',
  401: 'Sua sessão terminou. Entre de novo.',
  403: 'Você não tem permissão para isto.',
  404: 'Não encontrado.',
  409: 'Isto mudou enquanto você via. Atualize e tente de novo.',
  413: 'O arquivo passa do tamanho aceito.',
  422: 'Algum dado precisa de correção.',
  429: 'Muitos pedidos seguidos. Espere um pouco e tente de novo.',
}

/** Falha de um pedido, com a mensagem em português que a tela mostra. */
export class ErroApi extends Error {
  override name = 'ErroApi'

  constructor(
    mensagem: string,
    /** Status HTTP; 0 quando o servidor não respondeu. */
    readonly status: number,
    readonly codigo: string | null = null,
    /** O que fazer, quando a API sabe dizer. */
    readonly remedio: string | null = null,
    readonly campos: readonly CampoRecusado[] = [],
    /** Número do pedido, para achar o registro no servidor. */
    readonly pedido: string | null = null,
  ) {
    super(mensagem)
  }

  /** Repetir o mesmo pedido pode dar certo: sem resposta, ou falha do servidor. */
  get podeRepetir(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }

  static async deResposta(resposta: Response): Promise<ErroApi> {
    const problema = await lerProblema(resposta)
    const mensagem =
      problema.detail ??
      problema.title ??
      PORTUGUES_POR_STATUS[resposta.status] ??
      `O servidor respondeu com o erro ${resposta.status}.`
    return new ErroApi(
      mensagem,
      resposta.status,
      problema.codigo ?? null,
      problema.remedio ?? null,
      problema.campos ?? [],
      resposta.headers.get('x-request-id'),
    )
  }

  static semResposta(causa: unknown, limiteS: number): ErroApi {
    const demorou = causa instanceof DOMException && causa.name === 'TimeoutError'
    return new ErroApi(
      demorou ? `O servidor não respondeu em ${limiteS} s.` : 'Não foi possível falar com o servidor.',
      0,
      null,
      'Confira a conexão e tente de novo.',
    )
  }
}

async function lerProblema(resposta: Response): Promise<Problema> {
  if (!(resposta.headers.get('content-type') ?? '').includes('json')) return {}
  try {
    const corpo: unknown = await resposta.clone().json()
    return corpo !== null && typeof corpo === 'object' ? (corpo) : {}
  } catch {
    return {}
  }
}

/** A mensagem de qualquer erro, pronta para a tela. */
export function mensagemDe(erro: unknown): string {
  if (erro instanceof ErroApi) return [erro.message, ...erro.campos.map((c) => c.mensagem), erro.remedio].filter(Boolean).map(frase).join(' ')
  return 'Algo inesperado aconteceu na tela. Recarregue a página.'
}

/** As mensagens da API começam em minúscula e sem ponto; na tela são frases. */
function frase(texto: string | null): string {
  const t = (texto ?? '').trim()
  const inicio = t.charAt(0).toLocaleUpperCase('pt-BR') + t.slice(1)
  return /[.!?…]$/.test(inicio) ? inicio : `${inicio}.`
}

/** Um erro como as listas e áreas o mostram; nulo se não há. */
export function paraTela(erro: unknown): { mensagem: string; pedido: string | null } | null {
  if (!erro) return null
  return { mensagem: mensagemDe(erro), pedido: erro instanceof ErroApi ? erro.pedido : null }
}
