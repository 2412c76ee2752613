import { expect, it } from 'vitest'
import { linhaDeAtencao } from './atencao'

const agora = new Date('2026-11-20T10:00:00')

it('a pendência concorda em número e leva à lista que ela conta', () => {
  expect(linhaDeAtencao({ tipo: 'ATRASADO', quantidade: 1 }, '2026-11', agora)).toMatchObject({ texto: 'fatura atrasada', destino: { path: '/processos', query: { mes_ano: '2026-11', atrasados: 'true' } } })
  expect(linhaDeAtencao({ tipo: 'APROVAR_VENCE_HOJE', quantidade: 12 }, '2026-11', agora)).toMatchObject({ texto: 'faturas a aprovar vencem hoje', destino: { query: { vence_de: '2026-11-20', vence_ate: '2026-11-20' } } })
})
