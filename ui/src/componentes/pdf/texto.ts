/** Um pedaço de texto da página, na ordem em que o PDF o escreve. */
export interface ItemTexto {
  texto: string
  /** Termina a linha. */
  fimDeLinha: boolean
}

/** O texto de uma página, pronto para procurar, e de que item veio cada letra. */
export interface TextoPagina {
  itens: readonly ItemTexto[]
  /** Sem acentos, em minúsculas, com cada espaço em branco reduzido a um só. */
  plano: string
  /** Para cada letra de `plano`, o item e a posição nele. */
  origem: readonly { item: number; posicao: number }[]
}

/** Um trecho achado: do item e posição de início ao de fim (a última letra, inclusive). */
export interface Trecho {
  inicio: { item: number; posicao: number }
  fim: { item: number; posicao: number }
}

/** Tira acentos e caixa de uma letra; o que não é uma só letra depois disso fica como veio. */
function plana(letra: string): string {
  const p = letra.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return p.length === letra.length ? p : letra.toLowerCase().slice(0, letra.length).padEnd(letra.length)
}

export function aplanar(texto: string): string {
  return Array.from(texto, plana).join('').replace(/\s+/g, ' ').trim()
}

export function montarTexto(itens: readonly ItemTexto[]): TextoPagina {
  let plano = ''
  const origem: { item: number; posicao: number }[] = []
  const por = (letra: string, item: number, posicao: number) => {
    const espaco = /^\s$/.test(letra)
    if (espaco && (plano === '' || plano.endsWith(' '))) return
    plano += espaco ? ' ' : letra
    for (let n = 0; n < letra.length; n++) origem.push({ item, posicao: posicao + n })
  }
  itens.forEach(({ texto, fimDeLinha }, item) => {
    let posicao = 0
    for (const letra of texto) {
      por(plana(letra), item, posicao)
      posicao += letra.length
    }
    if (fimDeLinha) por(' ', item, Math.max(0, texto.length - 1))
  })
  return { itens, plano, origem }
}

function trechoDe(pagina: TextoPagina, de: number, tamanho: number): Trecho | null {
  const inicio = pagina.origem[de]
  const fim = pagina.origem[de + tamanho - 1]
  return inicio && fim ? { inicio, fim } : null
}

/** Todas as ocorrências de um texto digitado, sem distinguir acentos, caixa nem quebras de linha. */
export function procurar(pagina: TextoPagina, procurado: string): Trecho[] {
  const alvo = aplanar(procurado)
  if (alvo === '') return []
  const achados: Trecho[] = []
  for (let em = pagina.plano.indexOf(alvo); em >= 0; em = pagina.plano.indexOf(alvo, em + alvo.length)) {
    const trecho = trechoDe(pagina, em, alvo.length)
    if (trecho) achados.push(trecho)
  }
  return achados
}

/** Todas as ocorrências de um padrão (com a marca `g`) no texto aplanado. */
export function procurarPadrao(pagina: TextoPagina, padrao: RegExp): Trecho[] {
  return [...pagina.plano.matchAll(padrao)].flatMap((m) => trechoDe(pagina, m.index, m[0].length) ?? [])
}
