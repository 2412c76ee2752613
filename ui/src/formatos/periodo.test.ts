import { expect, it } from 'vitest'
import { inicioDoPeriodo } from './periodo'

it.each([
  ['hoje', '2026-11-20T03:00:00.000Z'],
  ['semana', '2026-11-14T03:00:00.000Z'],
  ['mes', '2026-10-22T03:00:00.000Z'],
  ['ontem', undefined],
  [undefined, undefined],
])('%s começa em %s', (periodo, inicio) => {
  expect(inicioDoPeriodo(periodo, new Date('2026-11-20T17:30:00Z'))).toBe(inicio)
})
