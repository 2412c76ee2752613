import { describe, expect, it } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { useListaSegura } from './useListaSegura'

interface Linha { id: string; nome: string }
const linhas = (...ids: string[]): Linha[] => ids.map((id) => ({ id, nome: `${id}1` }))

function montar(inicial: Linha[] | null = linhas('a', 'b', 'c')) {
  const itens = shallowRef<Linha[] | undefined>(inicial ?? undefined)
  const presa = ref(false)
  const vista = ref('todos')
  const provisoria = ref(false)
  const lista = useListaSegura({ itens, presa, vista, provisoria })
  const ids = () => lista.mostrados.value?.map((l) => l.id)
  return { itens, presa, vista, provisoria, lista, ids }
}

describe('useListaSegura', () => {
  it('solta, segue o servidor', async () => {
    const t = montar()
    t.itens.value = linhas('c', 'a')
    await nextTick()
    expect(t.ids()).toEqual(['c', 'a'])
    expect(t.lista.haMudancas.value).toBe(false)
  })

  it('presa, troca o conteúdo das linhas e guarda a ordem', async () => {
    const t = montar()
    t.presa.value = true
    await nextTick()
    t.itens.value = [{ id: 'n', nome: 'n1' }, { id: 'c', nome: 'c2' }, { id: 'a', nome: 'a2' }]
    await nextTick()
    expect(t.lista.mostrados.value).toEqual([{ id: 'a', nome: 'a2' }, { id: 'b', nome: 'b1' }, { id: 'c', nome: 'c2' }])
    expect([...t.lista.saidos.value]).toEqual(['b'])
    expect(t.lista.haMudancas.value).toBe(true)
  })

  it('Mostrar e soltar aplicam o que esperava', async () => {
    const t = montar()
    t.presa.value = true
    await nextTick()
    t.itens.value = linhas('c', 'b')
    await nextTick()
    expect(t.ids()).toEqual(['a', 'b', 'c'])
    t.lista.mostrar()
    expect(t.ids()).toEqual(['c', 'b'])
    t.itens.value = linhas('x')
    await nextTick()
    expect(t.ids()).toEqual(['c', 'b'])
    t.presa.value = false
    await nextTick()
    expect(t.ids()).toEqual(['x'])
    expect(t.lista.saidos.value.size).toBe(0)
  })

  it('só conteúdo novo não é mudança de lista', async () => {
    const t = montar()
    t.presa.value = true
    await nextTick()
    t.itens.value = [...linhas('a', 'b'), { id: 'c', nome: 'outra' }]
    await nextTick()
    expect(t.lista.haMudancas.value).toBe(false)
    expect(t.lista.mostrados.value?.[2]?.nome).toBe('outra')
  })

  it('outra vista entra na hora, mas só quando os itens são dela', async () => {
    const t = montar()
    t.presa.value = true
    t.vista.value = 'atrasados'
    t.provisoria.value = true
    await nextTick()
    expect(t.ids()).toEqual(['a', 'b', 'c'])
    expect(t.lista.haMudancas.value).toBe(false)
    t.itens.value = linhas('z')
    t.provisoria.value = false
    await nextTick()
    expect(t.ids()).toEqual(['z'])
  })

  it('a primeira carga entra mesmo com o ponteiro em cima', async () => {
    const t = montar(null)
    t.presa.value = true
    await nextTick()
    t.itens.value = linhas('a')
    await nextTick()
    expect(t.ids()).toEqual(['a'])
  })
})
