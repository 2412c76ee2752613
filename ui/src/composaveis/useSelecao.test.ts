import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { useSelecao } from './useSelecao'

function montar() {
  const itens = ref(['a', 'b', 'c', 'd'].map((id) => ({ id })))
  const selecionados = ref<Set<string> | undefined>(new Set())
  const selecao = useSelecao(itens, selecionados)
  return { itens, selecionados, selecao, ids: () => [...(selecionados.value ?? [])].sort() }
}

describe('useSelecao', () => {
  it('marca, desmarca e diz o estado do cabeçalho', () => {
    const t = montar()
    expect(t.selecao.estado.value).toBe('nenhuma')
    t.selecao.alternar('b')
    expect(t.ids()).toEqual(['b'])
    expect(t.selecao.estado.value).toBe('algumas')
    t.selecao.alternarPagina()
    expect(t.selecao.estado.value).toBe('todas')
    t.selecao.alternarPagina()
    expect(t.ids()).toEqual([])
  })

  it('Shift marca o intervalo, para os dois lados, e também desmarca', () => {
    const t = montar()
    t.selecao.alternar('d')
    t.selecao.alternar('b', true)
    expect(t.ids()).toEqual(['b', 'c', 'd'])
    t.selecao.alternar('c', true)
    expect(t.ids()).toEqual(['d'])
  })

  it('Shift sem linha anterior marca só uma', () => {
    const t = montar()
    t.selecao.alternar('c', true)
    expect(t.ids()).toEqual(['c'])
  })

  it('o que foi marcado em outra página continua', () => {
    const t = montar()
    t.selecao.alternar('a')
    t.itens.value = [{ id: 'x' }, { id: 'y' }]
    expect(t.selecao.estado.value).toBe('nenhuma')
    t.selecao.alternarPagina()
    expect(t.ids()).toEqual(['a', 'x', 'y'])
    t.selecao.limpar()
    expect(t.ids()).toEqual([])
  })
})
