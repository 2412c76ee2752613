import { expect, it } from 'vitest'
import { consultaDe, queryDe } from './useVisoes'

it('a consulta não depende da ordem nem da página', () => {
  expect(consultaDe({ ordem: '-prevista', atrasados: 'true', cursor: 'x', pagina: '3', busca: '' })).toBe('atrasados=true&ordem=-prevista')
  expect(consultaDe({ atrasados: 'true', ordem: '-prevista' })).toBe(consultaDe({ ordem: '-prevista', atrasados: 'true' }))
})

it('vai e volta com acento e sinais', () => {
  const query = { busca: 'São João & filhos=1' }
  expect(queryDe(consultaDe(query))).toEqual(query)
})
