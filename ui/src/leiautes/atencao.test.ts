import { expect, it } from 'vitest'
import { fraseDaAcao, linhaDeAtencao } from './atencao'

const agora = new Date('2026-11-20T10:00:00')

it('a pendência concorda em número e leva à lista que ela conta', () => {
  expect(linhaDeAtencao({ tipo: 'ATRASADO', quantidade: 1 }, '2026-11', agora)).toMatchObject({ texto: 'fatura atrasada', destino: { path: '/processos', query: { mes_ano: '2026-11', atrasados: 'true' } } })
  expect(linhaDeAtencao({ tipo: 'APROVAR_VENCE_HOJE', quantidade: 12 }, '2026-11', agora)).toMatchObject({ texto: 'faturas a aprovar vencem hoje', destino: { query: { vence_ate: '2026-11-20' } } })
})

it('a atividade diz quem decidiu e quanto; o que não conhece, pelo nome', () => {
  const base = { instante: '', processo_id: 'p', razao_social: '', operadora: '', detalhe: null }
  expect(fraseDaAcao({ ...base, acao: 'processo.aprovado', usuario_nome: 'Davi', valor: '10.5' })).toMatch(/^Aprovada por Davi · R\$\s10,50$/)
  expect(fraseDaAcao({ ...base, acao: 'processo.fatura_baixada', usuario_nome: null, valor: null })).toBe('Fatura pronta para aprovar')
  expect(fraseDaAcao({ ...base, acao: 'processo.novidade', usuario_nome: null, valor: null })).toBe('processo.novidade')
})
