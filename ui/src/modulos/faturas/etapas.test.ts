import { describe, expect, it } from 'vitest'
import type { DetalheProcesso } from './contratoProcessos'
import { execucaoDeTeste as execucao, processoDeTeste as processo } from './deTeste'
import { etapasDe } from './etapas'

const AGORA = new Date('2026-11-20T15:00:00-03:00')

const notas = (p: DetalheProcesso) => etapasDe(p, AGORA, { aprova: true }).map((e) => e.nota)
const estados = (p: DetalheProcesso) => etapasDe(p, AGORA, { aprova: true }).map((e) => e.estado)

describe('etapasDe', () => {
  it('esperando download, diz o que a última execução diz', () => {
    const p = processo({ execucoes: [execucao({ status: 'FALHOU', classe_erro: 'CREDENCIAL' })] })
    expect(estados(p)).toEqual(['feita', 'atual', 'futura', 'futura', 'futura'])
    expect(etapasDe(p, AGORA, { aprova: true })[1]).toMatchObject({ rotulo: 'Download', nota: 'senha recusada', situacao: 'FALHOU' })
    expect(notas(processo({}))[1]).toBe('espera o download')
  })

  it('depois de rejeitada, diz que espera outra fatura', () => {
    expect(notas(processo({ motivo_rejeicao: 'de outro mês', execucoes: [execucao({})] }))[1]).toBe('rejeitada: espera outra fatura')
  })

  it('aguardando aprovação, diz desde quando e se é com você', () => {
    const p = processo({ status_processo: 'AGUARDANDO_APROVACAO', execucoes: [execucao({})] })
    expect(notas(p)).toEqual(['03/11 06:00', '14:21', 'aguarda você desde 14:21', 'depois da aprovação', 'o SAT confirma'])
    expect(etapasDe(p, AGORA, { aprova: false })[2]?.nota).toBe('aguarda desde 14:21')
    expect(estados(p)).toEqual(['feita', 'feita', 'atual', 'futura', 'futura'])
  })

  it('aprovada, diz por quem, e o envio incerto aparece como incerto', () => {
    const p = processo({
      status_processo: 'AGUARDANDO_ENVIO_SAT', data_aprovacao: '2026-11-20T14:40:00-03:00',
      decisoes: [{ tipo: 'APROVACAO', arquivo_sha256: 'a', usuario_id: 'u', usuario_nome: 'Helena Prado', criado_em: '2026-11-20T14:40:00-03:00' }],
      execucoes: [execucao({}), execucao({ tipo: 'UPLOAD_SAT', status: 'INCERTO' })],
    })
    const etapas = etapasDe(p, AGORA, { aprova: true })
    expect(etapas[2]?.nota).toBe('Helena Prado, 14:40')
    expect(etapas[3]).toMatchObject({ estado: 'atual', nota: 'incerta', situacao: 'INCERTO' })
  })

  it('enviado, tudo está feito; à mão é dito', () => {
    const p = processo({ status_processo: 'UPLOAD_REALIZADO', upload_manual: true, data_envio_sat: '2026-11-20T14:50:00-03:00' })
    expect(new Set(estados(p))).toEqual(new Set(['feita']))
    expect(etapasDe(p, AGORA, { aprova: true }).map((e) => e.rotulo)).toEqual(['Criado', 'Fatura enviada', 'Aprovada', 'Envio ao SAT', 'Enviado'])
    expect(notas(p)[4]).toBe('14:50')
  })
})
