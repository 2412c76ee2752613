import { expect, it } from 'vitest'
import { variacaoDe } from './variacao'

it.each([
  ['12480.33', '10540.82', 0.184],
  ['1299.23', '1340.80', -0.031],
  ['100', '100.00', 0],
  ['100', '0.00', null],
  ['100', null, null],
  [null, '100', null],
])('variacaoDe(%s, %s) → %s', (valor, anterior, esperado) => {
  const v = variacaoDe(valor, anterior)
  if (esperado === null) expect(v).toBeNull()
  else expect(v).toBeCloseTo(esperado, 3)
})
