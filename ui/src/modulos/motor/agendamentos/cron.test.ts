import { describe, expect, it } from 'vitest'
import { deCron, descrever, paraCron, type Repeticao } from './cron'

describe('repetição e expressão', () => {
  const casos: [Repeticao, string, string][] = [
    [{ forma: 'diaria', hora: '06:00' }, '0 6 * * *', 'Todo dia às 06:00'],
    [{ forma: 'semanal', hora: '07:30', dias: [1, 2, 3, 4, 5] }, '30 7 * * 1,2,3,4,5', 'De segunda a sexta às 07:30'],
    [{ forma: 'semanal', hora: '22:05', dias: [0, 3] }, '5 22 * * 0,3', 'Domingo e quarta às 22:05'],
    [{ forma: 'mensal', hora: '06:00', dia: 1 }, '0 6 1 * *', 'Todo dia 1 do mês às 06:00'],
    [{ forma: 'mensal', hora: '18:00', dia: 'ultimo' }, '0 18 L * *', 'No último dia do mês às 18:00'],
  ]
  it.each(casos)('%o vai e volta', (repeticao, cron, frase) => {
    expect(paraCron(repeticao)).toBe(cron)
    expect(deCron(cron)).toEqual(repeticao)
    expect(descrever(cron)).toBe(frase)
  })

  it('intervalos de dias são a mesma repetição semanal', () => {
    expect(deCron('0 8 * * 1-5')).toEqual({ forma: 'semanal', hora: '08:00', dias: [1, 2, 3, 4, 5] })
    expect(deCron('0 8 * * 5-7')).toEqual({ forma: 'semanal', hora: '08:00', dias: [0, 5, 6] })
  })

  it('o que não cabe nas formas fica como está', () => {
    for (const cron of ['*/15 * * * *', '0 6 1 1 *', '0 0 6 * * *', '0 6 1,15 * *', '0 6 * * MON', '0 25 * * *', '0 6 32 * *', 'lixo']) {
      expect(deCron(cron)).toEqual({ forma: 'expressao', expressao: cron })
      expect(descrever(cron)).toBe(cron)
    }
  })

  it('pela metade não vira expressão', () => {
    expect(paraCron({ forma: 'diaria', hora: '6:0' })).toBeNull()
    expect(paraCron({ forma: 'semanal', hora: '06:00', dias: [] })).toBeNull()
    expect(paraCron({ forma: 'expressao', expressao: '  ' })).toBeNull()
  })
})
