import { describe, expect, it } from 'vitest'
import { classesConhecidas, explicacaoDe } from './explicacoes'

// Os códigos que o servidor escreve (ClasseErro do robô e as classes do motor).
const DO_SERVIDOR = [
  'CREDENCIAL', 'CAPTCHA', 'LAYOUT_MUDOU', 'AINDA_NAO_EMITIDA', 'PORTAL_FORA', 'TEMPO', 'NEGOCIO', 'DOCUMENTO_INVALIDO', 'CANCELADO', 'DUPLICADA', 'INTERNO', 'SEM_RECIBO',
  'panico', 'limite_execucao', 'limite_silencio', 'reserva_perdida', 'servidor_encerrando', 'erro_interno', 'trabalhador_sumiu', 'derruba_o_trabalhador', 'sem_efeito',
]

describe('explicações de erro', () => {
  it('conhece toda classe que o servidor escreve', () => {
    expect(DO_SERVIDOR.filter((c) => !classesConhecidas.includes(c))).toEqual([])
  })

  it('senha recusada manda corrigir o cliente, e não promete repetir', () => {
    const e = explicacaoDe('CREDENCIAL')
    expect(e).toMatchObject({ curto: 'Senha recusada', remedio: 'corrigir-cliente', repeteSozinho: false })
    expect(e?.oQueFazer).toContain('Corrija a senha do portal em Clientes')
  })

  it('fatura não emitida não pede nada a ninguém', () => {
    expect(explicacaoDe('AINDA_NAO_EMITIDA')).toMatchObject({ remedio: null, repeteSozinho: true })
  })

  it('um envio de desfecho duvidoso nunca oferece repetir', () => {
    expect(explicacaoDe('SEM_RECIBO')?.remedio).toBe('decidir')
    expect(explicacaoDe('DUPLICADA')?.remedio).toBe('decidir')
  })

  it('o que não conhece é dito pelo código; sem classe, nada', () => {
    expect(explicacaoDe('novidade')?.oQueFazer).toContain('novidade')
    expect(explicacaoDe('constructor')?.curto).toBe('Falhou')
    expect(explicacaoDe(null)).toBeNull()
  })

  it('cabe numa célula', () => {
    for (const classe of classesConhecidas) expect(explicacaoDe(classe)?.curto.length, classe).toBeLessThanOrEqual(20)
  })
})
