import { expect, it } from 'vitest'
import { formatarCnpj } from './documentos'

it.each([
  ['30774192000154', '30.774.192/0001-54'],
  ['12ABC34501DE35', '12.ABC.345/01DE-35'],
  ['12abc34501de35', '12.ABC.345/01DE-35'],
  ['30.774.192/0001-54', '30.774.192/0001-54'],
  ['1234', '1234'],
  ['12ABC34501DEXX', '12ABC34501DEXX'],
])('formatarCnpj(%s) → %s', (entrada, saida) => {
  expect(formatarCnpj(entrada)).toBe(saida)
})
