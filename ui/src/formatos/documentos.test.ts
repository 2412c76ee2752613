import { describe, expect, it } from 'vitest'
import { formatarCnpj, formatarCpf, formatarTelefone, mascararCnpj, mascararCpf, recusaDoCnpj, recusaDoCpf } from './documentos'

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

it('formata CPF e telefone, e devolve o que não conhece', () => {
  expect(formatarCpf('52998224725')).toBe('529.982.247-25')
  expect(formatarCpf('529')).toBe('529')
  expect(formatarTelefone('11987654321')).toBe('(11) 98765-4321')
  expect(formatarTelefone('1133224455')).toBe('(11) 3322-4455')
  expect(formatarTelefone('+55 11 98765-4321')).toBe('(11) 98765-4321')
  expect(formatarTelefone('190')).toBe('190')
})

describe('máscara enquanto se digita', () => {
  it.each([
    ['', ''],
    ['1', '1'],
    ['12a', '12.A'],
    ['12.ABC.3', '12.ABC.3'],
    ['12abc345', '12.ABC.345'],
    ['12abc34501', '12.ABC.345/01'],
    ['12abc34501de35', '12.ABC.345/01DE-35'],
    ['30774192000154999', '30.774.192/0001-54'],
    ['12abc34501deXY35', '12.ABC.345/01DE-35'],
  ])('CNPJ %s → %s', (entrada, saida) => {
    expect(mascararCnpj(entrada)).toBe(saida)
  })

  it.each([
    ['529', '529'],
    ['5299', '529.9'],
    ['52998224725', '529.982.247-25'],
    ['529a982247259', '529.982.247-25'],
  ])('CPF %s → %s', (entrada, saida) => {
    expect(mascararCpf(entrada)).toBe(saida)
  })
})

describe('validação imediata', () => {
  it('aceita CNPJ numérico e alfanumérico', () => {
    expect(recusaDoCnpj('30.774.192/0001-54')).toBeNull()
    expect(recusaDoCnpj('12ABC34501DE35')).toBeNull()
  })

  it('diz o que falta, e o dígito que seria', () => {
    expect(recusaDoCnpj('3077419200015')).toBe('O CNPJ tem 14 caracteres; este tem 13.')
    expect(recusaDoCnpj('30774192000155')).toBe('O dígito não confere. Seria -54?')
    expect(recusaDoCnpj('12ABC34501DEA5')).toBe('Os dois últimos caracteres do CNPJ são algarismos.')
    expect(recusaDoCnpj('00000000000000')).toContain('iguais')
    expect(recusaDoCpf('52998224724')).toBe('O dígito não confere. Seria -25?')
    expect(recusaDoCpf('52998224725')).toBeNull()
    expect(recusaDoCpf('11111111111')).toContain('iguais')
    expect(recusaDoCpf('123')).toBe('O CPF tem 11 algarismos.')
  })
})
