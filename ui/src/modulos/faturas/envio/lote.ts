import type { paths } from '@/api/gerado'

export type Triagem = paths['/api/v1/processos/triagem']['post']['responses']['200']['content']['application/json']
export type Candidato = Triagem['candidatos'][number]

/** Para onde um arquivo vai, já em palavras. */
export interface Destino {
  processo_id: string
  razao_social: string
  unidade: string
  operadora: string
  mes_ano: string
}

export interface Falha {
  mensagem: string
  remedio: string | null
  /** O mesmo pedido pode dar certo depois. */
  podeRepetir: boolean
}

export type Fase = 'ESPERA' | 'LENDO' | 'LIDA' | 'RECUSADA' | 'NA_FILA' | 'ENVIANDO' | 'ENVIADA' | 'FALHOU'

/** Um arquivo solto aqui, do momento em que chega ao momento em que vira a fatura de um processo. */
export interface ArquivoDoLote {
  id: string
  arquivo: File
  fase: Fase
  /** De 0 a 1, enquanto sobe. */
  progresso: number
  triagem: Triagem | null
  destino: Destino | null
  /** Quem disse o destino. */
  porPessoa: boolean
  falha: Falha | null
}

/** Como o arquivo se apresenta: o que falta, ou por que não segue. */
export type Estado =
  | 'LENDO' | 'RECUSADA' | 'REPETIDA' | 'JA_RECEBIDA' | 'PERGUNTA' | 'SEM_PROCESSO' | 'MESMO_PROCESSO' | 'PRONTA' | 'ENVIANDO' | 'ENVIADA' | 'FALHOU'

export function novoArquivo(id: string, arquivo: File): ArquivoDoLote {
  return { id, arquivo, fase: 'ESPERA', progresso: 0, triagem: null, destino: null, porPessoa: false, falha: null }
}

export function destinoDe(c: Candidato): Destino {
  return { processo_id: c.processo_id, razao_social: c.cliente.razao_social, unidade: c.cliente.unidade, operadora: c.operadora.nome, mes_ano: c.mes_ano }
}

/** A leitura voltou: com certeza, o destino já fica escolhido; com dúvida, pergunta-se. */
export function comTriagem(a: ArquivoDoLote, triagem: Triagem): ArquivoDoLote {
  const certo = triagem.certeza === 'CERTA' && !triagem.ja_recebida ? triagem.candidatos.find((c) => c.possivel) : undefined
  return { ...a, fase: 'LIDA', progresso: 0, triagem, destino: a.destino ?? (certo ? destinoDe(certo) : null) }
}

const ABERTAS = new Set<Fase>(['LIDA', 'NA_FILA', 'ENVIANDO', 'ENVIADA', 'FALHOU'])

/** O primeiro arquivo com os mesmos bytes, antes deste: mandar os dois seria mandar o mesmo. */
function repeteAlgum(a: ArquivoDoLote, lote: readonly ArquivoDoLote[]): boolean {
  const sha = a.triagem?.arquivo_sha256
  const antes = lote.slice(0, lote.indexOf(a))
  return Boolean(sha) && antes.some((b) => b.triagem?.arquivo_sha256 === sha)
}

/** Os outros arquivos que iriam ao mesmo processo. */
export function rivais(a: ArquivoDoLote, lote: readonly ArquivoDoLote[]): ArquivoDoLote[] {
  if (!a.destino) return []
  return lote.filter((b) => b.id !== a.id && ABERTAS.has(b.fase) && b.destino?.processo_id === a.destino?.processo_id && !repeteAlgum(b, lote))
}

export function estadoDe(a: ArquivoDoLote, lote: readonly ArquivoDoLote[]): Estado {
  if (a.fase === 'ESPERA' || a.fase === 'LENDO') return 'LENDO'
  if (a.fase === 'NA_FILA') return 'ENVIANDO'
  if (a.fase !== 'LIDA') return a.fase
  if (repeteAlgum(a, lote)) return 'REPETIDA'
  if (a.triagem?.ja_recebida && !a.porPessoa) return 'JA_RECEBIDA'
  if (!a.destino) return a.triagem?.candidatos.some((c) => c.possivel) ? 'PERGUNTA' : 'SEM_PROCESSO'
  return rivais(a, lote).length > 0 ? 'MESMO_PROCESSO' : 'PRONTA'
}

export interface Grupo {
  chave: 'todas' | 'prontas' | 'perguntas' | 'problemas' | 'enviadas'
  rotulo: string
  estados: readonly Estado[]
}

export const GRUPOS: readonly Grupo[] = [
  { chave: 'todas', rotulo: 'Todos', estados: [] },
  { chave: 'perguntas', rotulo: 'A responder', estados: ['PERGUNTA', 'SEM_PROCESSO', 'MESMO_PROCESSO'] },
  { chave: 'prontas', rotulo: 'Prontos', estados: ['PRONTA', 'ENVIANDO'] },
  { chave: 'problemas', rotulo: 'Não seguem', estados: ['RECUSADA', 'REPETIDA', 'JA_RECEBIDA', 'FALHOU'] },
  { chave: 'enviadas', rotulo: 'Enviados', estados: ['ENVIADA'] },
]

export interface LinhaLote {
  item: ArquivoDoLote
  estado: Estado
}

export function emLinhas(lote: readonly ArquivoDoLote[]): LinhaLote[] {
  return lote.map((item) => ({ item, estado: estadoDe(item, lote) }))
}

export function doGrupo(linhas: readonly LinhaLote[], grupo: Grupo): LinhaLote[] {
  return grupo.estados.length === 0 ? [...linhas] : linhas.filter((l) => grupo.estados.includes(l.estado))
}

const REMEDIOS: Record<string, string> = {
  nao_e_pdf: 'Peça à operadora o PDF da fatura; foto ou planilha não serve.',
  truncado: 'Baixe o arquivo de novo: ele veio pela metade.',
  danificado: 'Abra no computador e salve de novo em PDF, ou peça outro à operadora.',
  cifrado: 'Abra com a senha e salve uma cópia sem senha.',
  sem_paginas: 'Baixe o arquivo de novo: ele está vazio.',
  grande_demais: 'Divida o arquivo ou salve em qualidade menor.',
  paginas_demais: 'Mande só as páginas da fatura.',
  objetos_demais: 'Abra no computador e imprima em PDF: fica mais simples.',
  com_codigo_ativo: 'Abra no computador e imprima em PDF: a cópia sai sem o código.',
}

/** O que fazer com um arquivo recusado, pelo código da recusa. */
export function remedioDe(codigo: string | undefined): string | null {
  return REMEDIOS[codigo ?? ''] ?? null
}

/** O começo de todo PDF; o resto quem confere é o servidor. */
export function pareceComPdf(inicio: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(inicio.subarray(0, 1024)).includes('%PDF-')
}
