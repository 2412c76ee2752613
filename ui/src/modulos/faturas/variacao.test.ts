import { expect, it } from 'vitest'
import { somar, variacaoDe } from './variacao'

it.each([
  ['12480.33', '10540.82', 0.184],
  ['1299.23', '1340.80', -0.031],
  ['100', '100.00', 0],
  ['100', '0.00', null],
  ['100', null, null],
  [null, '100', null],
  ['abc', '100', null],
])('variacaoDe(%s, %s) → %s', (valor, anterior, esperado) => {
  const v = variacaoDe(valor, anterior)
  if (esperado === null) expect(v).toBeNull()
  else expect(v).toBeCloseTo(esperado, 3)
})

it('soma sem perder centavos', () => {
  expect(somar(['0.10', '0.20', null, '18402.55'])).toBe('18402.85')
  expect(somar([])).toBe('0.00')
  expect(somar(['90071992547409.93', '0.01'])).toBe('90071992547409.94')
  expect(somar(['-1.50', '1.00'])).toBe('-0.50')
})
