import { describe, expect, it } from 'vitest'
import {
  competenciaDe,
  competenciaPorExtenso,
  formatarCompetencia,
  formatarData,
  formatarDataHora,
  formatarDuracao,
  formatarHoraComMs,
  formatarMomento,
  prazoDe,
  somarMeses,
  tempoRelativo,
} from './datas'

describe('datas sem hora não mudam de dia com o fuso', () => {
  it('data', () => {
    expect(formatarData('2026-12-01')).toBe('01/12/2026')
    expect(formatarData('amanhã')).toBe('amanhã')
  })

  it('competência', () => {
    expect(formatarCompetencia('2026-11')).toBe('11/2026')
    expect(formatarCompetencia('2026-11-01')).toBe('11/2026')
    expect(competenciaPorExtenso('2026-03')).toBe('março de 2026')
    expect(competenciaPorExtenso('?')).toBe('?')
  })

  it('competência de um instante, com virada de ano', () => {
    const janeiro = new Date(2027, 0, 15)
    expect(competenciaDe(janeiro)).toBe('2027-01')
    expect(competenciaDe(janeiro, -1)).toBe('2026-12')
    expect(competenciaDe(janeiro, -13)).toBe('2025-12')
    expect(competenciaDe(new Date(2026, 11, 31), 1)).toBe('2027-01')
  })
})

describe('instantes aparecem no fuso de quem usa', () => {
  it('dia e hora', () => {
    // 01:30 em UTC ainda é o dia anterior em São Paulo.
    expect(formatarDataHora('2026-11-21T01:30:00Z')).toBe('20/11/2026 22:30')
    expect(formatarHoraComMs('2026-11-20T17:31:37.018Z')).toBe('14:31:37.018')
  })

  it('momento: hora se hoje, dia se não', () => {
    const agora = new Date('2026-11-20T18:00:00Z')
    expect(formatarMomento('2026-11-20T17:21:00Z', agora)).toBe('14:21')
    expect(formatarMomento('2026-11-19T17:21:00Z', agora)).toBe('19/11')
  })

  it('o que não é instante volta como veio', () => {
    expect(formatarDataHora('x')).toBe('x')
    expect(formatarHoraComMs('x')).toBe('x')
    expect(formatarMomento('x', new Date())).toBe('x')
  })
})

it.each([
  [-5, '0,0 s'],
  [400, '0,4 s'],
  [9_940, '9,9 s'],
  [31_400, '31 s'],
  [182_000, '3 min 02 s'],
  [3_900_000, '1 h 05 min'],
])('formatarDuracao(%i) → %s', (ms, saida) => {
  expect(formatarDuracao(ms)).toBe(saida)
})

describe('prazoDe', () => {
  const agora = new Date(2026, 10, 20, 23, 59)
  it.each([
    ['2026-11-18', 'atraso', 'há 2 dias'],
    ['2026-11-19', 'atraso', 'ontem'],
    ['2026-11-20', 'atraso', 'hoje'],
    ['2026-11-21', 'perto', 'amanhã'],
    ['2026-11-23', 'perto', 'em 3 dias'],
    ['2026-11-24', 'folga', ''],
    ['sem data', 'folga', ''],
  ])('%s é %s (%s)', (data, situacao, nota) => {
    expect(prazoDe(data, agora)).toEqual({ situacao, nota })
  })
})

describe('tempoRelativo', () => {
  const agora = new Date(2026, 10, 20, 14, 30)
  const em = (ms: number) => tempoRelativo(new Date(agora.getTime() + ms).toISOString(), agora)
  const [minuto, hora, dia] = [60_000, 3_600_000, 86_400_000]

  it.each([
    [-20_000, 'agora'],
    [-5 * minuto, 'há 5 min'],
    [2 * hora, 'em 2 h'],
    [-3 * hora, 'há 3 h'],
    [-dia, 'ontem'],
    [dia, 'amanhã'],
    [-12 * dia, 'há 12 dias'],
    [-90 * dia, 'há 3 meses'],
    [-800 * dia, 'há 2 anos'],
  ])('%s ms → %s', (ms, texto) => {
    expect(em(ms)).toBe(texto)
  })

  it('o que não é instante volta como veio', () => {
    expect(tempoRelativo('?', agora)).toBe('?')
  })
})

it('somarMeses vira o ano', () => {
  expect(somarMeses('2026-12', 1)).toBe('2027-01')
  expect(somarMeses('2026-01', -1)).toBe('2025-12')
  expect(somarMeses('?', 1)).toBe('?')
})
