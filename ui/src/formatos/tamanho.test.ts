import { expect, it } from 'vitest'
import { formatarBytes } from './tamanho'

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1 KB'],
  [482_113, '471 KB'],
  [1_572_864, '1,5 MB'],
  [5 * 1024 ** 4, '5 TB'],
])('formatarBytes(%s) → %s', (bytes, texto) => {
  expect(formatarBytes(bytes).replace('\u00a0', ' ')).toBe(texto)
})
