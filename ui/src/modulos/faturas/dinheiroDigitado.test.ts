import { expect, it } from 'vitest'
import { lerDinheiro } from './dinheiroDigitado'

it.each([
  ['1.234,56', '1234.56'],
  ['R$ 1.234,5', '1234.50'],
  ['1234,56', '1234.56'],
  ['1234.56', '1234.56'],
  ['1.234', '1234.00'],
  ['0012,00', '12.00'],
  ['0,01', '0.01'],
  ['12.34.56', null],
  ['1.23,45', null],
  ['-10,00', null],
  ['dez', null],
  ['', null],
])('lerDinheiro(%s) → %s', (digitado, esperado) => {
  expect(lerDinheiro(digitado)).toBe(esperado)
})
