/** Tamanho de uma página em pontos do PDF (1/72 de polegada), sem giro. */
export interface Tamanho {
  largura: number
  altura: number
}

/** Onde uma página fica no palco, em pixels. */
export interface Caixa extends Tamanho {
  topo: number
}

export type Giro = 0 | 90 | 180 | 270

/** Pixels de CSS por ponto do PDF quando o papel aparece em tamanho natural (100%). */
export const NATURAL = 96 / 72
export const MENOR_ZOOM = 0.25
export const MAIOR_ZOOM = 4
const DEGRAUS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4]
/** Um pouco de folga para que 92% suba a 100% e não a 90%. */
const FOLGA_DEGRAU = 0.005

export function girado(t: Tamanho, giro: Giro): Tamanho {
  return giro % 180 === 0 ? t : { largura: t.altura, altura: t.largura }
}

/** O próximo degrau de zoom, para cima (1) ou para baixo (-1). */
export function degrauDeZoom(zoom: number, sentido: 1 | -1): number {
  return sentido === 1
    ? (DEGRAUS.find((d) => d > zoom + FOLGA_DEGRAU) ?? MAIOR_ZOOM)
    : (DEGRAUS.findLast((d) => d < zoom - FOLGA_DEGRAU) ?? MENOR_ZOOM)
}

/** O zoom em que a página mais larga ocupa a largura dada. */
export function zoomDaLargura(tamanhos: readonly Tamanho[], giro: Giro, largura: number): number {
  const maior = Math.max(...tamanhos.map((t) => girado(t, giro).largura), 1)
  return Math.min(MAIOR_ZOOM, Math.max(MENOR_ZOOM, largura / (maior * NATURAL)))
}

/** Empilha as páginas, uma abaixo da outra. */
export function dispor(tamanhos: readonly Tamanho[], zoom: number, giro: Giro, intervalo: number): Caixa[] {
  let topo = 0
  return tamanhos.map((t) => {
    const g = girado(t, giro)
    const caixa = { topo, largura: Math.floor(g.largura * zoom * NATURAL), altura: Math.floor(g.altura * zoom * NATURAL) }
    topo += caixa.altura + intervalo
    return caixa
  })
}

/** As páginas (a partir de 0) que tocam a janela, com uma folga acima e abaixo. */
export function paginasAVista(caixas: readonly Caixa[], rolagem: number, janela: number, folga: number): number[] {
  const [de, ate] = [rolagem - folga, rolagem + janela + folga]
  return caixas.flatMap((c, n) => (c.topo + c.altura >= de && c.topo <= ate ? [n] : []))
}

/** A página (a partir de 0) que ocupa o meio da janela. */
export function paginaNoMeio(caixas: readonly Caixa[], rolagem: number, janela: number): number {
  const meio = rolagem + janela / 2
  const n = caixas.findLastIndex((c) => c.topo <= meio)
  return Math.max(0, n)
}
