import { expect, it } from 'vitest'
import type { ProcessoCelula } from '@/api/tipos'
import type { AlvoLote } from './acoesLote'
import { mesesEntre } from './usePreencherMeses'
import { dizerFeito, montarPedido } from './useFluxoLote'
import { emPedacos } from './useLoteProcessos'

const alvo = (id: string, sha: string | null): AlvoLote => ({ id, razaoSocial: '', unidade: '', operadora: { id: 'o', nome: '', codigo: '', esperadas: 0, enviadas: 0 }, processo: { arquivo_sha256: sha } as ProcessoCelula })

it('só a aprovação leva o arquivo, e é o que foi mostrado', () => {
  expect(montarPedido('APROVAR', [alvo('1', 'ab')], '2026-11', { observacoes: 'ok' })).toEqual({ acao: 'APROVAR', itens: [{ id: '1', arquivo_sha256: 'ab' }], observacoes: 'ok' })
  expect(montarPedido('BAIXAR', [alvo('1', 'ab')], '2026-11')).toEqual({ acao: 'BAIXAR', itens: [{ id: '1' }] })
  expect(montarPedido('CRIAR', [alvo('c', null)], '2026-11')).toEqual({ acao: 'CRIAR', clientes: ['c'], mes_ano: '2026-11' })
})

it('um lote grande vai em pedaços, sem perder nem repetir', () => {
  const itens = Array.from({ length: 5 }, (_, n) => ({ id: String(n) }))
  const pedacos = emPedacos({ acao: 'BAIXAR', itens }, 2)
  expect(pedacos.map((p) => p.itens?.length)).toEqual([2, 2, 1])
  expect(pedacos.flatMap((p) => p.itens)).toEqual(itens)
  expect(emPedacos({ acao: 'CRIAR', clientes: ['a'], mes_ano: '2026-11' }, 2)).toMatchObject([{ clientes: ['a'], mes_ano: '2026-11' }])
})

it('o feito concorda em número', () => {
  expect(dizerFeito('APROVAR', 1)).toBe('1 fatura aprovada')
  expect(dizerFeito('CRIAR', 1200)).toBe('1.200 processos criados')
})

it('os meses vão do primeiro ao último, em qualquer ordem, e não passam de dois anos', () => {
  expect(mesesEntre('2026-11', '2027-01')).toEqual(['2026-11', '2026-12', '2027-01'])
  expect(mesesEntre('2026-10', '2026-08')).toEqual(['2026-08', '2026-09', '2026-10'])
  expect(mesesEntre('2020-01', '2026-01')).toHaveLength(24)
})
