import { describe, expect, it } from 'vitest'
import type { UltimaExecucao } from './contratoProcessos'
import { execucaoEmPoucas } from './execucaoEmPoucas'

const AGORA = new Date('2026-11-20T14:30:00-03:00')

function resumo(mudancas: Partial<UltimaExecucao>) {
  const base: UltimaExecucao = { id: 'e', tipo: 'DOWNLOAD_FATURA', status: 'PENDENTE', atualizado_em: AGORA.toISOString() }
  return execucaoEmPoucas({ ...base, ...mudancas }, AGORA)
}

describe('execucaoEmPoucas', () => {
  it('a falha diz o motivo, com a frase inteira na dica', () => {
    expect(resumo({ status: 'FALHOU', classe_erro: 'CREDENCIAL', detalhes_erro: 'Usuário ou senha inválidos.' })).toEqual({
      situacao: 'FALHOU', texto: 'Senha recusada', dica: 'Usuário ou senha inválidos.',
    })
    expect(resumo({ status: 'FALHOU' }).texto).toBe('Falhou')
  })

  it('a espera diz até quando', () => {
    expect(resumo({ status: 'TENTANDO_NOVAMENTE', disponivel_em: '2026-11-20T14:50:00-03:00' }).texto).toBe('Tenta às 14:50')
    expect(resumo({ status: 'TENTANDO_NOVAMENTE', disponivel_em: '2026-11-21T06:00:00-03:00' }).texto).toBe('Tenta em 21/11')
    expect(resumo({ status: 'ADIADA', disponivel_em: '2026-11-21T06:00:00-03:00' }).texto).toBe('Adiada p/ 21/11')
  })

  it('o que anda diz o que faz e quanto', () => {
    expect(resumo({ status: 'EXECUTANDO', progresso: 40 }).texto).toBe('Baixando, 40%')
    expect(resumo({ status: 'EXECUTANDO', tipo: 'UPLOAD_SAT' }).texto).toBe('Enviando')
    expect(resumo({ status: 'CONCLUIDO', tipo: 'UPLOAD_SAT' }).texto).toBe('Enviada')
  })
})
