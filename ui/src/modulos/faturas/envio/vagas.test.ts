import { expect, it } from 'vitest'
import { criarVagas } from './vagas'

it('nunca passa do limite e faz todas, na ordem', async () => {
  const vagas = criarVagas(2)
  const feitas: number[] = []
  let [juntas, maximo] = [0, 0]
  await new Promise<void>((fim) => {
    for (let n = 0; n < 7; n++) {
      vagas.entrar(async () => {
        maximo = Math.max(maximo, ++juntas)
        await Promise.resolve()
        juntas--
        feitas.push(n)
        if (feitas.length === 7) fim()
      })
    }
  })
  expect(maximo).toBe(2)
  expect(feitas).toEqual([0, 1, 2, 3, 4, 5, 6])
})
