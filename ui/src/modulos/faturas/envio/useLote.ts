import { useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { enviarArquivo } from '@/api/arquivos'
import { ErroApi, mensagemDe } from '@/api/erro'
import { useSessao } from '@/modulos/plataforma/sessao'
import { comTriagem, emLinhas, novoArquivo, pareceComPdf, remedioDe, type ArquivoDoLote, type Destino, type Falha, type Triagem } from './lote'
import { criarVagas } from './vagas'

/** Quantos arquivos sobem ao mesmo tempo: mais que isso disputa a banda e o leitor de PDF. */
const AO_MESMO_TEMPO = 2

// Fora da página: quem sai dela não perde o que soltou, e o envio continua.
const lote = shallowRef<ArquivoDoLote[]>([])
const vagas = criarVagas(AO_MESMO_TEMPO)
let dono: string | null = null
let proximo = 1

function mudar(id: string, mudanca: (a: ArquivoDoLote) => ArquivoDoLote) {
  lote.value = lote.value.map((a) => (a.id === id ? mudanca(a) : a))
}
const achar = (id: string) => lote.value.find((a) => a.id === id)

function falhaDe(causa: unknown): Falha {
  const campo = causa instanceof ErroApi ? causa.campos[0] : undefined
  const codigo = causa instanceof ErroApi && causa.status === 413 ? 'grande_demais' : campo?.codigo
  const mensagem = campo ? campo.mensagem.charAt(0).toLocaleUpperCase('pt-BR') + campo.mensagem.slice(1) + '.' : mensagemDe(causa)
  return { mensagem, remedio: remedioDe(codigo), podeRepetir: causa instanceof ErroApi && causa.podeRepetir }
}

async function ler(id: string): Promise<void> {
  const atual = achar(id)
  if (!atual) return
  mudar(id, (a) => ({ ...a, fase: 'LENDO', falha: null }))
  try {
    if (!pareceComPdf(new Uint8Array(await atual.arquivo.slice(0, 1024).arrayBuffer()))) throw new ErroApi('', 422, null, null, [{ campo: 'arquivo', codigo: 'nao_e_pdf', mensagem: 'o arquivo não é um PDF' }])
    const triagem = await enviarArquivo<Triagem>('/api/v1/processos/triagem', atual.arquivo, { aoProgredir: (p) => mudar(id, (a) => ({ ...a, progresso: p })) })
    mudar(id, (a) => comTriagem(a, triagem))
  } catch (causa) {
    mudar(id, (a) => ({ ...a, fase: 'RECUSADA', falha: falhaDe(causa) }))
  }
}

async function mandar(id: string, consultas: QueryClient): Promise<void> {
  const atual = achar(id)
  if (atual?.fase !== 'NA_FILA' || !atual.destino) return
  mudar(id, (a) => ({ ...a, fase: 'ENVIANDO', progresso: 0 }))
  try {
    await enviarArquivo(`/api/v1/processos/${atual.destino.processo_id}/fatura`, atual.arquivo, { aoProgredir: (p) => mudar(id, (a) => ({ ...a, progresso: p })) })
    mudar(id, (a) => ({ ...a, fase: 'ENVIADA', progresso: 1 }))
  } catch (causa) {
    mudar(id, (a) => ({ ...a, fase: 'FALHOU', falha: falhaDe(causa) }))
  }
  if (!lote.value.some((a) => a.fase === 'NA_FILA' || a.fase === 'ENVIANDO')) void consultas.invalidateQueries({ queryKey: ['processos'] })
}

/** Os arquivos que esta pessoa soltou: lidos, escolhidos, enviados. */
export function useLote() {
  const consultas = useQueryClient()
  const usuario = useSessao().atual?.usuario.id ?? null
  // Na mesma aba pode ter entrado outra pessoa.
  if (usuario !== dono) lote.value = []
  dono = usuario

  const linhas = computed(() => emLinhas(lote.value))
  const prontas = computed(() => linhas.value.filter((l) => l.estado === 'PRONTA').map((l) => l.item))
  const lendo = computed(() => linhas.value.filter((l) => l.estado === 'LENDO').length)
  const enviando = computed(() => linhas.value.filter((l) => l.estado === 'ENVIANDO').length)

  function adicionar(arquivos: readonly File[], destino: Destino | null = null) {
    const novos = arquivos.map((arquivo) => ({ ...novoArquivo(String(proximo++), arquivo), destino, porPessoa: destino !== null }))
    lote.value = [...lote.value, ...novos]
    for (const { id } of novos) vagas.entrar(() => ler(id))
  }
  function enviar(itens: readonly ArquivoDoLote[]) {
    const ids = new Set(itens.map((i) => i.id))
    lote.value = lote.value.map((a) => (ids.has(a.id) && a.destino ? { ...a, fase: 'NA_FILA', falha: null } : a))
    for (const id of ids) vagas.entrar(() => mandar(id, consultas))
  }
  function repetir(item: ArquivoDoLote) {
    if (item.fase === 'FALHOU') return enviar([item])
    mudar(item.id, (a) => ({ ...a, fase: 'ESPERA', falha: null }))
    vagas.entrar(() => ler(item.id))
  }

  return {
    linhas,
    prontas,
    lendo,
    enviando,
    adicionar,
    enviar,
    repetir,
    escolher: (id: string, destino: Destino | null) => mudar(id, (a) => ({ ...a, destino, porPessoa: destino !== null })),
    retirar: (id: string) => void (lote.value = lote.value.filter((a) => a.id !== id)),
    limpar: () => void (lote.value = lote.value.filter((a) => a.fase === 'NA_FILA' || a.fase === 'ENVIANDO')),
  }
}
