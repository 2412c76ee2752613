import { beforeEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import type { CelulaMatriz, LinhaMatriz, OperadoraMatriz, ProcessoCelula } from '@/api/tipos'
import { useSelecaoMatriz, type SelecaoMatriz } from './useSelecaoMatriz'

const operadoras: OperadoraMatriz[] = ['x', 'y', 'z'].map((id) => ({ id, nome: id, codigo: id, esperadas: 0, enviadas: 0 }))
const processo = { id: 'p' } as unknown as ProcessoCelula
const cheia = (operadora_id: string): CelulaMatriz => ({ operadora_id, processos: [processo], sem_processo: [] })
const linha = (chave: string, ops: string): LinhaMatriz => ({ chave, cnpj: chave, razao_social: chave, unidade: null, esperadas: 0, enviadas: 0, atrasadas: 0, celulas: [...ops].map(cheia) })

let linhas: ReturnType<typeof ref<LinhaMatriz[]>>
let s: SelecaoMatriz
const nomes = () => s.celulas.value.map((c) => c.linha.chave + c.operadora.id).join(' ')

beforeEach(() => {
  const dados = ref([linha('1', 'xyz'), linha('2', 'xz'), linha('3', 'y')])
  linhas = dados
  s = useSelecaoMatriz(dados, ref(operadoras))
})

describe('useSelecaoMatriz', () => {
  it('alterna uma célula e ignora a que não tem fatura', () => {
    s.alternar('1', 'x')
    s.alternar('2', 'y')
    expect(nomes()).toBe('1x')
    s.alternar('1', 'x')
    expect(nomes()).toBe('')
  })
  it('estende em retângulo a partir da âncora, para qualquer lado', () => {
    s.alternar('2', 'z')
    s.estender('1', 'y')
    expect(nomes()).toBe('1y 1z 2z')
  })
  it('encolher o intervalo devolve o que ele tinha tomado, e guarda o que já havia', () => {
    s.alternar('3', 'y')
    s.alternar('1', 'x')
    s.estender('2', 'z')
    expect(nomes()).toBe('1x 1y 1z 2x 2z 3y')
    s.estender('1', 'y')
    expect(nomes()).toBe('1x 1y 3y')
  })
  it('sem âncora, o intervalo começa onde se está', () => {
    s.estender('2', 'x')
    expect(nomes()).toBe('2x')
  })
  it('linha, coluna e tudo têm três estados', () => {
    const primeira = linhas.value?.[0] as LinhaMatriz
    expect(s.estadoDaLinha(primeira)).toBe('nada')
    s.alternar('1', 'x')
    expect(s.estadoDaLinha(primeira)).toBe('parte')
    s.alternarLinha(primeira)
    expect(s.estadoDaLinha(primeira)).toBe('tudo')
    expect(s.estadoDaColuna('y')).toBe('parte')
    s.alternarColuna('y')
    expect(nomes()).toBe('1x 1y 1z 3y')
    s.alternarTudo()
    expect(s.estadoDeTudo()).toBe('tudo')
    s.alternarTudo()
    expect(nomes()).toBe('')
  })
  it('o que o servidor tirou deixa de contar', () => {
    s.alternarTudo()
    linhas.value = [linha('1', 'x')]
    expect(nomes()).toBe('1x')
  })
})
