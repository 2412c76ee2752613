import { describe, expect, it } from 'vitest'
import { formatarDecimal, formatarDinheiro, formatarDinheiroCompacto, formatarInteiro, formatarVariacao, lerDinheiro } from './dinheiro'

describe('formatarDecimal', () => {
  it.each([
    ['0', '0,00'],
    ['0.5', '0,50'],
    ['1234.56', '1.234,56'],
    ['1234567.8', '1.234.567,80'],
    ['999', '999,00'],
    ['000123.45', '123,45'],
    ['-1500.00', '−1.500,00'],
    ['-0.00', '0,00'],
    ['10.125', '10,125'],
  ])('%s → %s', (entrada, saida) => {
    expect(formatarDecimal(entrada)).toBe(saida)
  })

  it('não perde centavos de valores que o ponto flutuante não guarda', () => {
    expect(formatarDecimal('90071992547409931234.01')).toBe('90.071.992.547.409.931.234,01')
    expect(formatarDecimal('0.10')).toBe('0,10')
  })

  it('devolve como veio o que não é decimal', () => {
    for (const estranho of ['', 'abc', '1,50', '1.2.3', 'NaN', '1e5']) expect(formatarDecimal(estranho)).toBe(estranho)
  })
})

it('formatarDinheiro não deixa o símbolo separar do número', () => {
  expect(formatarDinheiro('1299.23')).toBe('R$\u00a01.299,23')
})

it('formatarInteiro separa milhares', () => {
  expect([0, 999, 1248, 100000].map(formatarInteiro)).toEqual(['0', '999', '1.248', '100.000'])
})

it.each([
  ['4812390.18', 'R$ 4,8 mi'],
  ['4000000', 'R$ 4 mi'],
  ['12480.33', 'R$ 12,4 mil'],
  ['480390.00', 'R$ 480 mil'],
  ['-1500.00', 'R$ −1,5 mil'],
  ['2000000000', 'R$ 2 bi'],
  ['999.5', 'R$ 999,50'],
  ['x', 'x'],
])('formatarDinheiroCompacto(%s) → %s', (entrada, saida) => {
  expect(formatarDinheiroCompacto(entrada).replace(/\u00a0/g, ' ')).toBe(saida)
})

it('a variação diz o sinal, e zero não tem sinal', () => {
  expect(formatarVariacao(0.184)).toBe('+18,4%')
  expect(formatarVariacao(-0.031)).toBe('−3,1%')
  expect(formatarVariacao(-0.0001)).toBe('0,0%')
})

describe('lerDinheiro', () => {
  it.each([
    ['R$ 1.234,56', '1234.56'],
    ['1234,5', '1234.50'],
    ['1234.56', '1234.56'],
    ['1.234', '1234.00'],
    ['0,01', '0.01'],
  ])('%s vira %s', (texto, canonico) => expect(lerDinheiro(texto)).toBe(canonico))

  it.each(['', 'abc', '1,234.56', '-10', '0,00', '1.23.4', '12,345'])('%s não é um valor', (texto) => expect(lerDinheiro(texto)).toBeNull())
})
