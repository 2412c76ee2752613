/**
 * O que é o canal ao vivo: uma ligação por aba com `/api/v1/eventos`, que diz o que mudou
 * na conta. Aqui só a máquina de estados; quem a liga ao resto é `composaveis/useConexao`.
 */

/** Por que não há conversa com o servidor. */
export type MotivoQueda = 'rede' | 'lento' | 'servidor'

export type EstadoConexao =
  | { fase: 'parada' }
  | { fase: 'ligando' }
  | { fase: 'ao-vivo' }
  /** O servidor atende, mas os eventos não passam: pergunta-se de tempos em tempos. */
  | { fase: 'consultando' }
  | { fase: 'reconectando'; desde: Date }
  | { fase: 'sem-conexao'; desde: Date; motivo: MotivoQueda }

/** O que a sondagem achou: sessão de pé, sessão encerrada, ou ninguém do outro lado. */
export type Sondagem = 'dentro' | 'fora' | MotivoQueda

export interface Mudanca {
  /** Os assuntos que mudaram; "tudo" depois de um tempo sem ouvir. */
  assuntos: ReadonlySet<string> | 'tudo'
  /** A ligação acabou de nascer com a página: o que está sendo buscado agora já vem certo. */
  primeira: boolean
}

export interface DependenciasCanal {
  abrirFonte: () => EventSource
  sondar: () => Promise<Sondagem>
  /** Refaz o que mudou; a próxima leva espera por esta. */
  aoMudar: (mudanca: Mudanca) => Promise<unknown>
  aoMudarEstado: (estado: EstadoConexao) => void
  acaso?: () => number
}

const ESPERA_MINIMA_MS = 1_000
const ESPERA_MAXIMA_MS = 30_000
/** Um intermediário que segura a resposta inteira nunca deixa passar o evento `inicio`. */
const LIMITE_INICIO_MS = 10_000
/** Entre uma leva de atualizações e a seguinte: trinta robôs mudando juntos não são trinta buscas. */
const ENTRE_LEVAS_MS = 1_000
const LIMITE_LEVA_MS = 5_000
const CONSULTA_MS = 30_000
const FALHAS_ATE_CONSULTAR = 2
const TENTA_EVENTOS_DE_NOVO_MS = 300_000
/** Quem só troca de aba por um instante não precisa religar. */
const OCULTA_ATE_PAUSAR_MS = 20_000
const BATIDA_MS = 15_000
/** Um salto maior que este no relógio é o aparelho que dormiu: a ligação velha pode estar morta sem dizer. */
const SALTO_DO_SONO_MS = 45_000

export type Canal = ReturnType<typeof criarCanal>

export function criarCanal({ abrirFonte, sondar, aoMudar, aoMudarEstado, acaso = Math.random }: DependenciasCanal) {
  let estado: EstadoConexao = { fase: 'parada' }
  let fonte: EventSource | null = null
  let ligada = false
  let oculta = false
  let pausada = false
  let nuncaOuviu = true
  let falhas = 0
  let falhasComServidor = 0
  let perdidaEm: Date | null = null
  let pendente: Set<string> | 'tudo' | null = null
  let escoando = false
  let sondando = false
  let suspeitando = false
  /** Muda a cada ligar e parar: o que ficou de antes não age mais. */
  let vez = 0
  let ultimaBatida = 0
  const relogios: Partial<Record<'inicio' | 'volta' | 'consulta' | 'eventos' | 'pausa' | 'batida', ReturnType<typeof setTimeout>>> = {}

  function marcar(nome: keyof typeof relogios, acao: () => void, ms: number) {
    clearTimeout(relogios[nome])
    relogios[nome] = setTimeout(acao, ms)
  }

  function desmarcarTudo() {
    for (const relogio of Object.values(relogios)) clearTimeout(relogio)
  }

  function mudarEstado(novo: EstadoConexao) {
    const igual = novo.fase === estado.fase && (novo.fase !== 'sem-conexao' || (estado as typeof novo).motivo === novo.motivo)
    if (igual) return
    estado = novo
    aoMudarEstado(novo)
  }

  // ── levas ──

  function acumular(assuntos: readonly string[] | 'tudo') {
    if (assuntos === 'tudo') pendente = 'tudo'
    else if (pendente !== 'tudo') pendente = new Set([...(pendente ?? []), ...assuntos])
    void escoar()
  }

  async function escoar(primeira = false) {
    if (escoando) return
    escoando = true
    const minha = vez
    while (pendente && !oculta && minha === vez) {
      const assuntos = pendente
      pendente = null
      await Promise.race([aoMudar({ assuntos, primeira }), pausar(LIMITE_LEVA_MS)])
      primeira = false
      await pausar(ENTRE_LEVAS_MS)
    }
    if (minha === vez) escoando = false
  }

  // ── eventos ──

  function abrir() {
    fechar()
    if (estado.fase === 'parada') mudarEstado({ fase: 'ligando' })
    const nova = abrirFonte()
    fonte = nova
    marcar('inicio', caiu, LIMITE_INICIO_MS)
    nova.addEventListener('inicio', comecou)
    nova.addEventListener('mudanca', (e: MessageEvent<string>) => acumular(lerAssuntos(e.data)))
    // O navegador só tenta de novo sozinho em alguns casos; aqui a volta é sempre nossa.
    nova.addEventListener('error', caiu)
  }

  function fechar() {
    fonte?.close()
    fonte = null
    clearTimeout(relogios.inicio)
    clearTimeout(relogios.volta)
  }

  function comecou() {
    clearTimeout(relogios.inicio)
    clearTimeout(relogios.consulta)
    clearTimeout(relogios.eventos)
    falhas = 0
    falhasComServidor = 0
    perdidaEm = null
    mudarEstado({ fase: 'ao-vivo' })
    const primeira = nuncaOuviu
    nuncaOuviu = false
    pendente = 'tudo'
    void escoar(primeira)
  }

  function caiu() {
    fechar()
    perdidaEm ??= new Date()
    if (estado.fase === 'ao-vivo' || estado.fase === 'ligando') mudarEstado({ fase: 'reconectando', desde: perdidaEm })
    void sondarEVoltar()
  }

  async function sondarEVoltar() {
    if (sondando) return
    sondando = true
    const minha = vez
    const achado = await sondar()
    sondando = false
    if (minha !== vez || pausada) return
    falhas++
    if (achado === 'fora') return parar()
    if (achado === 'dentro') {
      falhas = ++falhasComServidor
      if (falhasComServidor >= FALHAS_ATE_CONSULTAR) return passarAConsultar()
    } else {
      mudarEstado({ fase: 'sem-conexao', desde: perdidaEm ?? new Date(), motivo: achado })
    }
    marcar('volta', abrir, espera())
  }

  function espera(): number {
    return Math.min(ESPERA_MINIMA_MS * 2 ** (falhas - 1), ESPERA_MAXIMA_MS) * (0.5 + acaso() / 2)
  }

  // ── sem eventos: perguntar ──

  function passarAConsultar() {
    marcar('eventos', abrir, TENTA_EVENTOS_DE_NOVO_MS)
    perdidaEm = null
    falhas = 0
    mudarEstado({ fase: 'consultando' })
    acumular('tudo')
    marcar('consulta', () => void consultar(), CONSULTA_MS)
  }

  async function consultar() {
    const minha = vez
    const achado = await sondar()
    if (minha !== vez || pausada || fonte) return
    if (achado === 'fora') return parar()
    if (achado === 'dentro') {
      mudarEstado({ fase: 'consultando' })
      falhas = 0
      perdidaEm = null
      acumular('tudo')
      marcar('consulta', () => void consultar(), CONSULTA_MS)
    } else {
      falhas++
      perdidaEm ??= new Date()
      mudarEstado({ fase: 'sem-conexao', desde: perdidaEm, motivo: achado })
      marcar('consulta', () => void consultar(), espera())
    }
  }

  // ── o que vem de fora ──

  function ligar() {
    if (ligada) return
    ligada = true
    vez++
    nuncaOuviu = true
    if (oculta) pausada = true
    else abrir()
    ultimaBatida = Date.now()
    bater()
  }

  function parar() {
    ligada = false
    pausada = false
    sondando = false
    escoando = false
    falhas = 0
    falhasComServidor = 0
    perdidaEm = null
    pendente = null
    vez++
    desmarcarTudo()
    fechar()
    mudarEstado({ fase: 'parada' })
  }

  function bater() {
    if (Date.now() - ultimaBatida > SALTO_DO_SONO_MS && fonte && !oculta) abrir()
    ultimaBatida = Date.now()
    marcar('batida', bater, BATIDA_MS)
  }

  function mudarVisibilidade(visivel: boolean) {
    oculta = !visivel
    if (!ligada) return
    if (oculta) {
      marcar('pausa', () => {
        pausada = true
        desmarcarTudo()
        fechar()
      }, OCULTA_ATE_PAUSAR_MS)
      return
    }
    clearTimeout(relogios.pausa)
    if (pausada) {
      pausada = false
      if (estado.fase === 'consultando') {
        marcar('eventos', abrir, TENTA_EVENTOS_DE_NOVO_MS)
        void consultar()
      } else abrir()
      ultimaBatida = Date.now()
      bater()
    } else void escoar()
  }

  function conversando(): boolean {
    return ligada && !pausada && (estado.fase === 'ao-vivo' || estado.fase === 'consultando')
  }

  /** Um pedido comum ficou sem resposta: confirma antes de dizer que caiu. */
  async function suspeitar() {
    if (suspeitando || !conversando()) return
    const minha = vez
    suspeitando = true
    const achado = await sondar()
    suspeitando = false
    if (minha !== vez || achado === 'dentro' || !conversando()) return
    if (achado === 'fora') return parar()
    perdidaEm ??= new Date()
    fechar()
    clearTimeout(relogios.consulta)
    falhas = 1
    mudarEstado({ fase: 'sem-conexao', desde: perdidaEm, motivo: achado })
    marcar('volta', abrir, espera())
  }

  /** Há sinal de que o servidor voltou: não espera a próxima tentativa. */
  function tentarJa() {
    if (!ligada || pausada || fonte || estado.fase !== 'sem-conexao') return
    falhas = 0
    abrir()
  }

  return { ligar, parar, mudarVisibilidade, suspeitar, tentarJa }
}

function lerAssuntos(dados: string): string[] | 'tudo' {
  try {
    const { assuntos } = JSON.parse(dados) as { assuntos?: unknown }
    if (Array.isArray(assuntos)) return assuntos.filter((a): a is string => typeof a === 'string')
  } catch {
    // Um evento que não se entende pode ter mudado qualquer coisa.
  }
  return 'tudo'
}

function pausar(ms: number): Promise<void> {
  return new Promise((resolver) => setTimeout(resolver, ms))
}
