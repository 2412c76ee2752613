import { expect, it } from 'vitest'
import { ErroApi } from '@/api/erro'
import { conflitoDe, eConflito } from './conflito'
import type { FatoAuditoria } from './contratoProcessos'

function fato(m: Partial<FatoAuditoria>): FatoAuditoria {
  return { id: '1', instante: '2026-11-20T14:00:00Z', acao: 'processo.anotado', descricao: 'anotou', ...m } as FatoAuditoria
}

it('só a versão desatualizada é conflito; fora de hora é outra coisa', () => {
  expect(eConflito(new ErroApi('x', 412))).toBe(true)
  expect(eConflito(new ErroApi('x', 409, 'versao_desatualizada'))).toBe(true)
  expect(eConflito(new ErroApi('x', 409, 'fora_de_hora'))).toBe(false)
  expect(eConflito(new Error('x'))).toBe(false)
})

it('diz quem mudou depois da leitura, preferindo uma pessoa ao sistema', () => {
  const fatos = [
    fato({ instante: '2026-11-20T14:05:00Z', usuario_nome: null }),
    fato({ instante: '2026-11-20T14:04:00Z', usuario_nome: 'Mirela', antes: { observacoes: 'a' }, depois: { observacoes: 'b' } }),
    fato({ instante: '2026-11-20T13:00:00Z', usuario_nome: 'Rui' }),
  ]
  expect(conflitoDe(fatos, '2026-11-20T14:00:00Z')).toEqual({ quem: 'Mirela', instante: '2026-11-20T14:04:00Z', mudancas: [{ campo: 'observações', de: 'a', para: 'b' }] })
  expect(conflitoDe(fatos, '2026-11-20T15:00:00Z').quem).toBe('Outra pessoa')
})
