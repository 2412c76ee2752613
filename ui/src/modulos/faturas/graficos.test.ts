import { describe, expect, it } from 'vitest'
import { afastar, diasDoEixo, fatiar, marcasDoEixo, tracar } from './graficos'

const partes = (...n: number[]) => n.map((quantidade) => ({ quantidade }))

describe('fatiar', () => {
  it('fatias e vãos somam a volta inteira', () => {
    const arcos = fatiar(partes(612, 21, 17, 1), 289)
    expect(arcos.reduce((s, a) => s + a.tamanho, 0) + 1.2 * 4).toBeCloseTo(289)
    expect(arcos[3]?.tamanho).toBe(2.4)
    expect(arcos[1]?.inicio).toBeCloseTo((arcos[0]?.tamanho ?? 0) + 1.2)
  })
  it('uma só dá a volta; nenhuma, nada', () => {
    expect(fatiar(partes(5, 0), 100)).toEqual([{ parte: { quantidade: 5 }, tamanho: 100, inicio: 0 }])
    expect(fatiar(partes(0, 0), 100)).toEqual([])
  })
})

it.each([
  [1248, [0, 500, 1000]],
  [1200, [0, 500, 1000]],
  [30, [0, 10, 20, 30]],
  [7, [0, 2, 4, 6]],
  [3, [0, 1, 2, 3]],
  [1, [0, 1]],
  [0, [0, 1]],
])('marcas de um eixo até %d', (maior, marcas) => {
  expect(marcasDoEixo(maior)).toEqual(marcas)
})

it('traça o caminho ponto a ponto', () => {
  expect(tracar([{ x: 0, y: 1 }, { x: 2.25, y: 3 }])).toBe('M0.0 1.0L2.3 3.0')
})

describe('afastar', () => {
  it('longe, fica; perto, separa; no limite, não sai', () => {
    expect(afastar(10, 60, 16, 0, 100)).toEqual([10, 60])
    expect(afastar(50, 52, 16, 0, 100)).toEqual([43, 59])
    expect(afastar(52, 50, 16, 0, 100)).toEqual([59, 43])
    expect(afastar(1, 2, 16, 0, 100)).toEqual([0, 16])
    expect(afastar(99, 99, 16, 0, 100)).toEqual([84, 100])
  })
})

describe('diasDoEixo', () => {
  it('o mês inteiro, e o que passou dele', () => {
    expect(diasDoEixo('2026-02', undefined)).toHaveLength(28)
    expect(diasDoEixo('2026-11', '2026-11-20').at(-1)).toBe('2026-11-30')
    expect(diasDoEixo('2026-11', '2026-12-03').at(-1)).toBe('2026-12-03')
  })
})
