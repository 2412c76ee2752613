import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { guardarOrigem, lerOrigem, useOrigemDaLista, type Origem } from './useOrigemDaLista'

const origem: Origem = { endereco: '/processos?atrasados=true', nome: 'Atrasados', ids: ['a', 'b'], antes: 50, total: 53, proximo: 'c1', consulta: { limite: 50 } }

beforeEach(() => sessionStorage.clear())

describe('useOrigemDaLista', () => {
  it('diz a posição na lista inteira, e os vizinhos', () => {
    guardarOrigem(origem)
    const { posicao, anterior, temProximo } = useOrigemDaLista(ref('b'))
    expect(posicao.value).toEqual({ nome: 'Atrasados', endereco: '/processos?atrasados=true', numero: 52, total: 53 })
    expect([anterior.value, temProximo.value]).toEqual(['a', true])
  })

  it('no fim da página, traz a seguinte e a guarda', async () => {
    guardarOrigem(origem)
    const buscar = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(Response.json({ itens: [{ id: 'b' }, { id: 'c' }], proximo: null })))
    const { proximo } = useOrigemDaLista(ref('b'))
    expect(await proximo()).toBe('c')
    expect(lerOrigem()?.ids).toEqual(['a', 'b', 'c'])
    expect(buscar).toHaveBeenCalledTimes(1)
    const depois = useOrigemDaLista(ref('c'))
    expect(depois.temProximo.value).toBe(false)
    expect(await depois.proximo()).toBeNull()
  })

  it('fora da lista, ou com lixo guardado, não há posição', async () => {
    guardarOrigem(origem)
    expect(useOrigemDaLista(ref('z')).posicao.value).toBeNull()
    sessionStorage.setItem('regente.processos.origem', '{"ids":3}')
    expect(lerOrigem()).toBeNull()
    sessionStorage.setItem('regente.processos.origem', '{')
    expect(await useOrigemDaLista(ref('a')).proximo()).toBeNull()
  })
})
