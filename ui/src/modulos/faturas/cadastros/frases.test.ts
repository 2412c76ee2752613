import { expect, it } from 'vitest'
import { resumirLote } from './frases'

it('conta o feito e junta os motivos iguais', () => {
  expect(resumirLote({ feitos: 1, recusados: [] }, 'ativado')).toBe('1 cliente ativado.')
  const recusa = (id: string, mensagem: string) => ({ id, codigo: 'x', mensagem })
  expect(resumirLote({ feitos: 12, recusados: [recusa('a', 'a operadora OI está desativada'), recusa('b', 'a operadora OI está desativada'), recusa('c', 'não existe')] }, 'ativado')).toBe(
    '12 clientes ativados. 3 recusados (2: a operadora OI está desativada; 1: não existe).',
  )
  expect(resumirLote({ feitos: 0, recusados: [recusa('a', 'não existe')] }, 'ativado')).toBe('1 recusado (1: não existe).')
})
