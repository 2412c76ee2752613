import { describe, expect, it } from 'vitest'
import { mover, type Posicao } from './navegacaoMatriz'

const limites = { linhas: 100, colunas: 10, pagina: 20 }
const em = (linha: number, coluna: number): Posicao => ({ linha, coluna })

describe('mover', () => {
  it.each<[string, boolean, Posicao, Posicao]>([
    ['ArrowRight', false, em(3, 4), em(3, 5)],
    ['ArrowLeft', false, em(3, 0), em(3, 0)],
    ['ArrowRight', false, em(3, 9), em(3, 9)],
    ['ArrowDown', false, em(99, 2), em(99, 2)],
    ['ArrowUp', false, em(0, 2), em(-1, 2)],
    ['ArrowUp', false, em(-1, 2), em(-1, 2)],
    ['ArrowUp', true, em(50, 2), em(0, 2)],
    ['ArrowDown', true, em(50, 2), em(99, 2)],
    ['ArrowRight', true, em(5, 2), em(5, 9)],
    ['Home', false, em(5, 4), em(5, 0)],
    ['End', false, em(5, 4), em(5, 9)],
    ['Home', true, em(5, 4), em(0, 0)],
    ['End', true, em(5, 4), em(99, 9)],
    ['PageDown', false, em(5, 4), em(25, 4)],
    ['PageDown', false, em(95, 4), em(99, 4)],
    ['PageUp', false, em(5, 4), em(0, 4)],
  ])('%s (Ctrl: %s)', (tecla, ctrl, de, para) => {
    expect(mover(tecla, ctrl, de, limites)).toEqual(para)
  })

  it('o que não navega não mexe no foco', () => {
    expect(mover('a', false, em(1, 1), limites)).toBeNull()
    expect(mover('Enter', false, em(1, 1), limites)).toBeNull()
  })
})
