import { expect, it } from 'vitest'
import { lerFiltrosMatriz, paraConsultaMatriz } from './useFiltrosMatriz'
import { lerMes } from './useMesNoEndereco'

it('o endereço vazio é a vista de fábrica; o que não existe não vale', () => {
  expect(lerFiltrosMatriz({})).toEqual({ por: 'operadora', ordem: 'atencao', busca: undefined, so: undefined })
  expect(lerFiltrosMatriz({ por: 'x', ordem: 'y', so: 'z', busca: '' })).toEqual({ por: 'operadora', ordem: 'atencao', busca: undefined, so: undefined })
  expect(lerFiltrosMatriz({ por: 'unidade', ordem: 'nome', so: 'envio', busca: 'colégio' })).toEqual({ por: 'unidade', ordem: 'nome', so: 'envio', busca: 'colégio' })
})

it('cada recorte pede ao servidor as linhas que o contêm', () => {
  const f = lerFiltrosMatriz({ so: 'envio' })
  expect(paraConsultaMatriz('2026-11', f)).toMatchObject({ mes_ano: '2026-11', so: 'pendentes' })
  expect(paraConsultaMatriz('2026-11', { ...f, so: 'enviadas' }).so).toBeUndefined()
  expect(paraConsultaMatriz('2026-11', { ...f, so: 'atrasados' }).so).toBe('atrasados')
})

it('o mês que não existe no calendário é o corrente', () => {
  const hoje = new Date(2026, 10, 20)
  expect(lerMes({ mes_ano: '2026-08' }, hoje)).toBe('2026-08')
  expect(lerMes({ mes_ano: '2026-13' }, hoje)).toBe('2026-11')
  expect(lerMes({}, hoje)).toBe('2026-11')
})
