import { describe, expect, it } from 'vitest'
import type { ProcessoCelula } from '@/api/tipos'
import { contarHistoria } from './historiaFatura'

const base: ProcessoCelula = {
  id: 'p', cliente_id: 'c', unidade: 'Matriz', servico: 'Voz', status_processo: 'AGUARDANDO_DOWNLOAD', valor_fatura: null, data_prevista: '2026-11-17', dias_atraso: 3,
  valor_mes_anterior: '1144.20', arquivo_sha256: null, versao: 1, ultima_execucao: null, passos_possiveis: [],
}
const execucao = (status: string, mais: object = {}) => ({ id: 'e', tipo: 'DOWNLOAD_FATURA', status, atualizado_em: '2026-11-20T17:00:00Z', ...mais }) as unknown as ProcessoCelula['ultima_execucao']

describe('contarHistoria', () => {
  it('diz o atraso, o porquê, quando tenta de novo e o mês passado', () => {
    expect(contarHistoria({ ...base, ultima_execucao: execucao('TENTANDO_NOVAMENTE', { detalhes_erro: 'a operadora não respondeu em 60 s', disponivel_em: '2026-11-20T17:50:00Z' }) }, '2026-11')).toMatchObject({
      atraso: 'Atrasada há 3 dias: era esperada em 17/11/2026',
      agora: 'A operadora não respondeu em 60 s. Tentaremos de novo às 14:50.',
      mesPassado: 'Outubro: R$\u00a01.144,20',
      variacao: null,
    })
  })
  it('a falha conhecida diz o que fazer', () => {
    expect(contarHistoria({ ...base, ultima_execucao: execucao('FALHOU', { classe_erro: 'CREDENCIAL' }) }, '2026-11').oQueFazer).toContain('Corrija a senha')
    expect(contarHistoria(base, '2026-11').oQueFazer).toBeNull()
  })
  it('a variação só pesa acima do limite da conferência', () => {
    const com = (valor: string) => contarHistoria({ ...base, status_processo: 'AGUARDANDO_APROVACAO', valor_fatura: valor, valor_mes_anterior: '100' }, '2026-11').variacao
    expect(com('110')).toEqual({ texto: '+10,0%', alta: false })
    expect(com('84')).toEqual({ texto: '−16,0%', alta: true })
  })
  it('em janeiro, o mês passado diz o ano', () => {
    expect(contarHistoria(base, '2027-01').mesPassado).toBe('Dezembro de 2026: R$\u00a01.144,20')
  })
  it('em dia e sem execução, diz quando se espera', () => {
    expect(contarHistoria({ ...base, dias_atraso: 0 }, '2026-11')).toMatchObject({ atraso: null, agora: 'Prevista para 17/11/2026.' })
  })
})
