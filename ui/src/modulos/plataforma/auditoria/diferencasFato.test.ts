import { expect, it } from 'vitest'
import { compararFato } from './diferencasFato'
import { destinoDoFato } from './destinos'

it('mostra só o que mudou, em palavras', () => {
  expect(compararFato({ nome: 'A', ativo: true, valor_fatura: null }, { nome: 'A', ativo: false, valor_fatura: '10.00' })).toEqual([
    { campo: 'ativo', antes: 'sim', depois: 'não' },
    { campo: 'valor fatura', antes: '–', depois: '10.00' },
  ])
})

it('um registro novo mostra o que tem; o excluído, o que tinha', () => {
  expect(compararFato(null, { grupos: ['x'] })).toEqual([{ campo: 'grupos', antes: '–', depois: '["x"]' }])
  expect(compararFato({ nome: 'B' }, undefined)).toEqual([{ campo: 'nome', antes: 'B', depois: '–' }])
  expect(compararFato('PENDENTE', 'CANCELADO')).toEqual([{ campo: 'valor', antes: 'PENDENTE', depois: 'CANCELADO' }])
})

it('só leva ao que tem página', () => {
  expect(destinoDoFato({ entidade: 'processos', entidade_id: '1' })).toEqual({ name: 'processo', params: { id: '1' } })
  expect(destinoDoFato({ entidade: 'sessoes', entidade_id: '1' })).toBeNull()
})
