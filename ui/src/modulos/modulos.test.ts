import { describe, expect, it } from 'vitest'
import { gruposMenu, menuPara, permissaoDaRota, rotasInternas } from '.'

describe('menu', () => {
  it('só oferece rota que existe e que a permissão abre', () => {
    const tudo = menuPara(() => true).flatMap((g) => g.itens)
    expect(tudo.length).toBeGreaterThan(0)
    expect(tudo.every((i) => permissaoDaRota(i.rota) !== undefined)).toBe(true)
    expect(menuPara(() => false).flatMap((g) => g.itens).filter((i) => permissaoDaRota(i.rota))).toEqual([])
  })

  it('não mostra grupo sem itens', () => {
    expect(menuPara((p) => p === 'faturas.ver').map((g) => g.titulo)).not.toContain('Administração')
  })

  it('cada item tem uma rota só dele, e toda página de dentro diz o título e a permissão', () => {
    const nomes = gruposMenu.flatMap((g) => g.itens.map((i) => i.rota))
    expect(new Set(nomes).size).toBe(nomes.length)
    const semDono = rotasInternas.filter((r) => !r.redirect && (!r.meta?.titulo || (!r.meta.permissao && r.name !== 'perfil')))
    expect(semDono.map((r) => r.name)).toEqual([])
  })
})
