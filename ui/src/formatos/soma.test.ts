import { expect, it } from 'vitest'
import { formatarParte, somarDecimais, variacaoSobre } from './soma'

it.each([
  [[], '0.00'],
  [['0.10', '0.20'], '0.30'],
  [['1234.5', '0.05', '-10'], '1224.55'],
  [['-0.50', '0.20'], '-0.30'],
  [['9007199254740993.01', '0.01'], '9007199254740993.02'],
  [['1.005', '1'], '2.005'],
  [['x', '1'], '1.00'],
])('somarDecimais(%j) → %s', (valores, soma) => {
  expect(somarDecimais(valores)).toBe(soma)
})

it('a variação é sobre o valor de antes; sem ele, não há', () => {
  expect(variacaoSobre('110', '100')).toBe(0.1)
  expect(variacaoSobre('80.00', '100.00')).toBe(-0.2)
  expect(variacaoSobre('80', '0')).toBeNull()
  expect(variacaoSobre('80', '-3')).toBeNull()
})

it('a parte de nada é zero', () => {
  expect(formatarParte(1, 3)).toBe('33,3%')
  expect(formatarParte(0, 0)).toBe('0,0%')
})
