import { describe, expect, it } from 'vitest'
import { degrauDeZoom, dispor, NATURAL, paginaNoMeio, paginasAVista, zoomDaLargura } from './geometria'

const A4 = { largura: 595, altura: 842 }
const DEITADA = { largura: 842, altura: 595 }

describe('geometria das páginas', () => {
  it('empilha com intervalo e troca os lados de quem está girado', () => {
    expect(dispor([A4, DEITADA], 1 / NATURAL, 0, 10)).toEqual([
      { topo: 0, largura: 595, altura: 842 },
      { topo: 852, largura: 842, altura: 595 },
    ])
    expect(dispor([A4], 1 / NATURAL, 90, 10)[0]).toEqual({ topo: 0, largura: 842, altura: 595 })
  })

  it('a largura é a da página mais larga, dentro dos limites', () => {
    expect(zoomDaLargura([A4, DEITADA], 0, 842 * NATURAL)).toBeCloseTo(1)
    expect(zoomDaLargura([A4], 90, 842 * NATURAL)).toBeCloseTo(1)
    expect(zoomDaLargura([A4], 0, 10)).toBe(0.25)
  })

  it('só as páginas perto da janela são desenhadas', () => {
    const caixas = dispor(Array.from({ length: 500 }, () => A4), 1 / NATURAL, 0, 10)
    expect(paginasAVista(caixas, 0, 800, 400)).toEqual([0, 1])
    expect(paginasAVista(caixas, 852 * 250, 800, 400)).toEqual([249, 250, 251])
  })

  it('a página atual é a do meio da janela', () => {
    const caixas = dispor([A4, A4, A4], 1 / NATURAL, 0, 10)
    expect(paginaNoMeio(caixas, 0, 800)).toBe(0)
    expect(paginaNoMeio(caixas, 500, 800)).toBe(1)
    expect(paginaNoMeio([], 0, 800)).toBe(0)
  })

  it('os degraus de zoom partem de onde se está', () => {
    expect(degrauDeZoom(0.92, 1)).toBe(1)
    expect(degrauDeZoom(0.92, -1)).toBe(0.9)
    expect(degrauDeZoom(1, 1)).toBe(1.1)
    expect([degrauDeZoom(4, 1), degrauDeZoom(0.25, -1)]).toEqual([4, 0.25])
  })
})
