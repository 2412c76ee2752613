/** Onde o foco está: a linha −1 é o cabeçalho; a coluna 0 é o nome da linha e a última, o total dela. */
export interface Posicao {
  linha: number
  coluna: number
}

export interface Limites {
  linhas: number
  /** Quantas colunas ao todo, contando a do nome e a do total. */
  colunas: number
  /** Quantas linhas cabem na tela, para PageUp e PageDown. */
  pagina: number
}

const CABECALHO = -1

/** Para onde a tecla leva o foco; nulo quando ela não navega. */
export function mover(tecla: string, ctrl: boolean, de: Posicao, limites: Limites): Posicao | null {
  const ultimaLinha = limites.linhas - 1
  const ultimaColuna = limites.colunas - 1
  const em = (linha: number, coluna: number): Posicao => ({
    linha: Math.max(CABECALHO, Math.min(ultimaLinha, linha)),
    coluna: Math.max(0, Math.min(ultimaColuna, coluna)),
  })
  switch (tecla) {
    case 'ArrowUp':
      return em(ctrl ? 0 : de.linha - 1, de.coluna)
    case 'ArrowDown':
      return em(ctrl ? ultimaLinha : de.linha + 1, de.coluna)
    case 'ArrowLeft':
      return em(de.linha, ctrl ? 0 : de.coluna - 1)
    case 'ArrowRight':
      return em(de.linha, ctrl ? ultimaColuna : de.coluna + 1)
    case 'Home':
      return em(ctrl ? 0 : de.linha, 0)
    case 'End':
      return em(ctrl ? ultimaLinha : de.linha, ultimaColuna)
    case 'PageUp':
      return em(Math.max(0, de.linha - limites.pagina), de.coluna)
    case 'PageDown':
      return em(de.linha + limites.pagina, de.coluna)
    default:
      return null
  }
}
