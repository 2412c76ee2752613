import { expect, it } from 'vitest'
import { lerFiltros } from './composaveis/useFiltrosProcessos'
import { lerFiltrosMatriz } from './composaveis/useFiltrosMatriz'
import { ligarAprovacoes, ligarExecucoes, ligarMatriz, ligarProcessos } from './ligacoes'

const consulta = (destino: unknown) => (destino as { query: Record<string, string> }).query

it('o que não se pede não vai ao endereço', () => {
  expect(ligarProcessos({ mes_ano: '2026-11', status_processo: undefined })).toEqual({ path: '/processos', query: { mes_ano: '2026-11' } })
  expect(ligarExecucoes({})).toEqual({ path: '/execucoes', query: {} })
})

it('a lista de processos entende cada recorte que o Início liga', () => {
  expect(lerFiltros(consulta(ligarProcessos({ mes_ano: '2026-11', status_processo: 'AGUARDANDO_APROVACAO', vence_ate: '2026-11-20' })))).toMatchObject({ mesAno: '2026-11', status: 'AGUARDANDO_APROVACAO', venceAte: '2026-11-20' })
  expect(lerFiltros(consulta(ligarProcessos({ mes_ano: '2026-11', com_falha: true })))).toMatchObject({ comFalha: true })
  expect(lerFiltros(consulta(ligarProcessos({ mes_ano: '2026-11', atrasados: true, operadora_id: 'o', cnpj: '1', ordem: '-valor' })))).toMatchObject({ atrasados: true, operadoraId: 'o', cnpj: '1', ordem: '-valor' })
  expect(lerFiltros(consulta(ligarProcessos({ mes_ano: '2026-11', enviados_em: '2026-11-20' })))).toMatchObject({ enviadosEm: '2026-11-20' })
})

it('a matriz entende os seus, e o mês corrente não se escreve', () => {
  expect(ligarMatriz('2026-11', '2026-11')).toEqual({ path: '/matriz', query: {} })
  const query = consulta(ligarMatriz('2026-10', '2026-11', { so: 'pendentes', busca: '30774192000154' }))
  expect(query.mes_ano).toBe('2026-10')
  expect(lerFiltrosMatriz(query)).toMatchObject({ so: 'pendentes', busca: '30774192000154' })
  expect(ligarAprovacoes('2026-11', '2026-11')).toEqual({ path: '/aprovacoes', query: {} })
})
