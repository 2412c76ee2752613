import { describe, expect, it } from 'vitest'
import { decodificar, escreverCsv, lerCsv } from './csv'

describe('lerCsv', () => {
  it('acha o separador, entende aspas e quebras de linha', () => {
    expect(lerCsv('a;b\r\n"x;""y""";2\r\n')).toEqual([['a', 'b'], ['x;"y"', '2']])
    expect(lerCsv('a,b\n"1\n2",3')).toEqual([['a', 'b'], ['1\n2', '3']])
    expect(lerCsv('')).toEqual([])
    expect(lerCsv('a;\n;b\n')).toEqual([['a', ''], ['', 'b']])
  })
})

it('decodifica UTF-8 e o que o Excel grava', () => {
  expect(decodificar(new TextEncoder().encode('São').buffer)).toBe('São')
  expect(decodificar(new Uint8Array([0x53, 0xe3, 0x6f]).buffer)).toBe('São')
})

it('escreve com aspas onde precisa e não deixa fórmula passar', () => {
  expect(escreverCsv([['linha', 'motivo'], ['2', 'diz "não"; volte'], ['3', '=CMD()']])).toBe('\ufefflinha;motivo\r\n2;"diz ""não""; volte"\r\n3;\'=CMD()\r\n')
  expect(lerCsv(escreverCsv([['a;b', 'c']]).slice(1))).toEqual([['a;b', 'c']])
})
