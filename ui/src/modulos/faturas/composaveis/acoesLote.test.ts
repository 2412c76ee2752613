import { describe, expect, it } from 'vitest'
import type { LinhaMatriz, ProcessoCelula } from '@/api/tipos'
import { resumirSelecao } from './acoesLote'
import type { CelulaEscolhida } from './useSelecaoMatriz'

const operadora = { id: 'o', nome: 'Vivo', codigo: 'VIV', esperadas: 0, enviadas: 0 }
const linha = { chave: 'l', razao_social: 'Colégio', celulas: [] } as unknown as LinhaMatriz
function processo(id: string, passo: string, motivo: string | null, mais: Partial<ProcessoCelula> = {}): ProcessoCelula {
  return { id, unidade: 'A', valor_fatura: null, arquivo_sha256: null, passos_possiveis: [{ passo, possivel: motivo === null, motivo }], ...mais } as unknown as ProcessoCelula
}
const celula = (processos: ProcessoCelula[], sem: string[] = []): CelulaEscolhida => ({
  linha,
  operadora,
  celula: { operadora_id: 'o', processos, sem_processo: sem.map((c) => ({ cliente_id: c, unidade: c, servico: '' })) },
})

describe('resumirSelecao', () => {
  it('conta faturas, não células, e soma exato', () => {
    const r = resumirSelecao([celula([processo('1', 'APROVAR', null, { valor_fatura: '0.10' }), processo('2', 'APROVAR', null, { valor_fatura: '0.20' })], ['c1'])], true)
    expect(r).toMatchObject({ faturas: 3, valor: '0.30', temValor: true })
  })
  it('só aprova o que tem arquivo: sem ele ninguém viu a fatura', () => {
    const r = resumirSelecao([celula([processo('1', 'APROVAR', null), processo('2', 'APROVAR', null, { arquivo_sha256: 'ab' })])], true)
    expect(r.alvos.APROVAR.map((a) => a.id)).toEqual(['2'])
    expect(r.motivos.APROVAR).toBeNull()
  })
  it('diz o motivo do servidor quando é o mesmo para todas', () => {
    const r = resumirSelecao([celula([processo('1', 'BAIXAR', 'falta a senha do portal'), processo('2', 'BAIXAR', 'falta a senha do portal')])], true)
    expect(r.motivos.BAIXAR).toBe('Falta a senha do portal.')
    expect(r.motivos.ENVIAR).toBe('Só depois da aprovação.')
  })
  it('com motivos diferentes, diz o geral', () => {
    const r = resumirSelecao([celula([processo('1', 'BAIXAR', 'falta a senha do portal'), processo('2', 'BAIXAR', 'a operadora está inativa')])], true)
    expect(r.motivos.BAIXAR).toBe('Nenhuma das selecionadas aguarda download.')
  })
  it('criar usa o cliente e pede permissão', () => {
    expect(resumirSelecao([celula([], ['c1', 'c2'])], true).alvos.CRIAR.map((a) => a.id)).toEqual(['c1', 'c2'])
    expect(resumirSelecao([celula([], ['c1'])], false).motivos.CRIAR).toBe('Seu acesso não permite criar processos.')
    expect(resumirSelecao([celula([processo('1', 'BAIXAR', null)])], true).motivos.CRIAR).toBe('Todas as selecionadas já têm processo.')
  })
})
