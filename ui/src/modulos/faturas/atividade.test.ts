import { expect, it } from 'vitest'
import { descreverFato } from './atividade'

const fato = { instante: '2026-11-20T17:00:00Z', processo_id: 'p', razao_social: 'Colégio', operadora: 'Vivo', valor: '10.5', detalhe: null, usuario_nome: 'Davi Nogueira' }

it('o que alguém decidiu leva o nome; o que o sistema fez, não', () => {
  expect(descreverFato({ ...fato, acao: 'processo.aprovado' })).toEqual({ situacao: 'AGUARDANDO_ENVIO_SAT', frase: 'Aprovada por Davi Nogueira', detalhe: 'R$\u00a010,50' })
  expect(descreverFato({ ...fato, acao: 'processo.enviado' }).frase).toBe('Fatura enviada ao SAT')
  expect(descreverFato({ ...fato, acao: 'processo.aprovado', usuario_nome: null }).frase).toBe('Aprovada')
})
it('a rejeição diz o motivo no lugar do valor', () => {
  expect(descreverFato({ ...fato, acao: 'processo.rejeitado', detalhe: 'valor errado' }).detalhe).toBe('valor errado')
})
it('um fato novo aparece pelo nome', () => {
  expect(descreverFato({ ...fato, acao: 'processo.coisa_nova', valor: null })).toEqual({ situacao: 'PENDENTE', frase: 'Coisa nova', detalhe: null })
})
