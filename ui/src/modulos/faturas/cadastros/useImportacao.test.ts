import { expect, it } from 'vitest'
import type { Importacao } from './contrato'
import { celulasPorLinha, montarPrevia, relatorioDeErros } from './useImportacao'

const csv = 'Razão Social;CNPJ;Operadora;Unidade\nColégio Monte Verde;30774192000154;EMB;Matriz\nTêxtil;123;XXX;Norte\n'
const resposta: Importacao = {
  simulacao: true, criados: 1, alterados: 0, iguais: 0, recusados: 1, colunas_ignoradas: [],
  linhas: [
    { linha: 2, resultado: 'CRIADO' },
    { linha: 3, resultado: 'RECUSADO', erros: [{ campo: 'cnpj', codigo: 'cnpj_invalido', mensagem: 'o CNPJ deve ter 14 caracteres' }, { campo: 'operadora', codigo: 'nao_encontrada', mensagem: 'não há operadora XXX' }] },
  ],
}

it('acha as colunas pelo título, com acento ou apelido', () => {
  expect(celulasPorLinha(csv).get(2)).toEqual({ razao_social: 'Colégio Monte Verde', cnpj: '30774192000154', operadora: 'EMB', unidade: 'Matriz' })
  expect(celulasPorLinha('cliente,unidade\nAna,Sul').get(2)?.razao_social).toBe('Ana')
})

it('a prévia diz quem é cada linha', () => {
  const linhas = montarPrevia(resposta, csv)
  expect(linhas.map((l) => [l.linha, l.quem, l.detalhe])).toEqual([[2, 'Colégio Monte Verde', 'EMB · Matriz · 30774192000154'], [3, 'Têxtil', 'XXX · Norte · 123']])
  expect(montarPrevia(resposta, '').map((l) => l.quem)).toEqual(['', ''])
})

it('o relatório tem uma linha por recusa', () => {
  const linhas = relatorioDeErros(montarPrevia(resposta, csv)).trim().split('\r\n')
  expect(linhas).toHaveLength(3)
  expect(linhas[2]).toBe('3;Têxtil;XXX · Norte · 123;operadora;não há operadora XXX')
})
