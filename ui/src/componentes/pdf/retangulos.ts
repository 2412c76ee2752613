import type { Trecho } from './texto'

/** O nome, entre as marcas, do achado da busca em que se está. */
export const ACHADO = 'achado'

/** Uma caixa sobre a página, em frações dela: continua certa quando o zoom muda. */
export interface Retangulo {
  esquerda: number
  topo: number
  largura: number
  altura: number
}

/** Pedaços do mesmo trecho com até isto de distância (em alturas de letra) viram uma caixa só. */
const EMENDA = 1.2

/** Onde um trecho está na página, lido da camada de texto já posta; uma caixa por linha. */
export function retangulosDe(trecho: Trecho, divisoes: readonly HTMLElement[], pagina: DOMRect): Retangulo[] {
  if (pagina.width === 0 || pagina.height === 0) return []
  const caixas: DOMRect[] = []
  for (let item = trecho.inicio.item; item <= trecho.fim.item; item++) {
    const no = divisoes[item]?.firstChild
    if (!(no instanceof Text) || no.data.trim() === '') continue
    const faixa = document.createRange()
    faixa.setStart(no, item === trecho.inicio.item ? Math.min(trecho.inicio.posicao, no.length) : 0)
    faixa.setEnd(no, item === trecho.fim.item ? Math.min(trecho.fim.posicao + 1, no.length) : no.length)
    const caixa = faixa.getBoundingClientRect()
    if (caixa.width > 0) caixas.push(caixa)
  }
  return emendar(caixas).map((c) => ({
    esquerda: (c.left - pagina.left) / pagina.width,
    topo: (c.top - pagina.top) / pagina.height,
    largura: c.width / pagina.width,
    altura: c.height / pagina.height,
  }))
}

function emendar(caixas: readonly DOMRect[]): DOMRect[] {
  const juntas: DOMRect[] = []
  for (const c of caixas) {
    const ultima = juntas.at(-1)
    const mesmaLinha = ultima && Math.abs(ultima.top - c.top) < c.height / 2 && c.left - ultima.right < c.height * EMENDA && c.left >= ultima.left
    if (ultima && mesmaLinha) {
      const topo = Math.min(ultima.top, c.top)
      juntas[juntas.length - 1] = new DOMRect(ultima.left, topo, c.right - ultima.left, Math.max(ultima.bottom, c.bottom) - topo)
    } else juntas.push(c)
  }
  return juntas
}
