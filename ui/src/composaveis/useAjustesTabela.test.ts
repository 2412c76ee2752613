import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { Coluna } from '@/componentes/tabela'
import { useAjustesTabela } from './useAjustesTabela'

const colunas: Coluna[] = [
  { chave: 'cliente', rotulo: 'Cliente', fixa: true },
  { chave: 'cnpj', rotulo: 'CNPJ', soLarga: true },
  { chave: 'hash', rotulo: 'Hash', oculta: true },
  { chave: 'valor', rotulo: 'Valor' },
]
const chaves = (a: ReturnType<typeof useAjustesTabela>) => a.visiveis.value.map((c) => c.chave)

beforeEach(() => localStorage.clear())

describe('useAjustesTabela', () => {
  it('de fábrica, mostra o que não é oculto', () => {
    const a = useAjustesTabela('t', colunas)
    expect(chaves(a)).toEqual(['cliente', 'cnpj', 'valor'])
    expect([a.densidade.value, a.mudados.value]).toEqual(['normal', false])
  })

  it('lembra neste navegador o que a pessoa mudou, e só isso', async () => {
    const a = useAjustesTabela('t', colunas)
    a.mostrar('valor', false)
    a.mostrar('hash', true)
    a.densidade.value = 'compacta'
    await nextTick()
    const outra = useAjustesTabela('t', [...colunas, { chave: 'nova', rotulo: 'Nova' }])
    expect(chaves(outra)).toEqual(['cliente', 'cnpj', 'hash', 'nova'])
    expect(outra.densidade.value).toBe('compacta')
    outra.restaurar()
    expect(chaves(outra)).toEqual(['cliente', 'cnpj', 'valor', 'nova'])
  })

  it('a coluna escolhida aparece também em tela estreita; a fixa não some', () => {
    const a = useAjustesTabela('t', colunas)
    a.mostrar('cnpj', true)
    a.mostrar('cliente', false)
    expect(a.visiveis.value.find((c) => c.chave === 'cnpj')?.soLarga).toBe(false)
    expect(chaves(a)).toContain('cliente')
  })

  it('o que está guardado estragado não quebra a tabela', () => {
    localStorage.setItem('regente.tabela.t', '{"densidade":"gigante","colunas":null}')
    const a = useAjustesTabela('t', colunas)
    expect(a.densidade.value).toBe('normal')
    expect(chaves(a)).toEqual(['cliente', 'cnpj', 'valor'])
  })
})
