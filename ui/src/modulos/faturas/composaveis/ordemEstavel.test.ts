import { expect, it } from 'vitest'
import { estaForaDeOrdem, ordenarComoAntes } from './ordemEstavel'

const um = (s: string) => s
const ordenar = (antes: string, agora: string) => ordenarComoAntes([...antes], [...agora], um).join('')

it.each([
  ['', 'abc', 'abc', 'a primeira vez é a do servidor'],
  ['abc', 'cab', 'abc', 'o que mudou de lugar fica onde estava'],
  ['abc', 'ac', 'ac', 'o que some sai'],
  ['abc', 'xabc', 'xabc', 'o que nasce no alto entra no alto'],
  ['abc', 'axbc', 'axbc', 'o que nasce entra depois do vizinho'],
  ['abc', 'cxab', 'abcx', 'depois do vizinho, onde ele está na tela'],
  ['abc', 'abcdef', 'abcdef', 'a página seguinte vem no fim'],
  ['abc', 'axyb', 'axyb', 'dois que nascem juntos mantêm a ordem entre si'],
])('%s + %s → %s (%s)', (antes, agora, tela) => {
  expect(ordenar(antes, agora)).toBe(tela)
})

it('os dados são sempre os novos', () => {
  const agora = [{ k: 'a', v: 2 }, { k: 'b', v: 2 }]
  expect(ordenarComoAntes(['b', 'a'], agora, (x) => x.k)).toEqual([{ k: 'b', v: 2 }, { k: 'a', v: 2 }])
})

it('sabe quando a tela já não segue o servidor', () => {
  expect(estaForaDeOrdem([...'abc'], [...'abc'], um)).toBe(false)
  expect(estaForaDeOrdem([...'abc'], [...'acb'], um)).toBe(true)
})
