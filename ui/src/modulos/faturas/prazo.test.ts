import { expect, it } from 'vitest'
import { prazoDoProcesso } from './prazo'

const AGORA = new Date('2026-11-20T10:00:00-03:00')

it('o vencimento lido vale mais que a previsão, e o enviado não cobra ninguém', () => {
  expect(prazoDoProcesso({ data_vencimento: '2026-11-15', data_prevista: '2026-11-30', status_processo: 'AGUARDANDO_APROVACAO' }, AGORA)).toEqual({
    data: '15/11/2026', prevista: false, nota: 'há 5 dias', situacao: 'atraso',
  })
  expect(prazoDoProcesso({ data_prevista: '2026-11-22', status_processo: 'AGUARDANDO_DOWNLOAD' }, AGORA)).toEqual({
    data: '22/11/2026', prevista: true, nota: 'em 2 dias', situacao: 'perto',
  })
  expect(prazoDoProcesso({ data_vencimento: '2026-11-15', data_prevista: '2026-11-15', status_processo: 'UPLOAD_REALIZADO' }, AGORA)).toMatchObject({ nota: '', situacao: 'folga' })
})
