import { expect, it } from 'vitest'
import { diferencasDe, encurtar } from './diferencas'

it('diz o que mudou em palavras, e cala o que não mudou', () => {
  const antes = { status_processo: 'AGUARDANDO_DOWNLOAD', valor_fatura: null, versao: 1, observacoes: 'igual' }
  const depois = { status_processo: 'AGUARDANDO_APROVACAO', valor_fatura: '12480.33', versao: 2, observacoes: 'igual', arquivo_sha256: '9f3ac1b0aaaaaaaaaaaaaaaaaaaaaaa70d2e1c' }
  expect(diferencasDe(antes, depois)).toEqual([
    { campo: 'situação', de: 'Aguardando download', para: 'Aguardando aprovação' },
    { campo: 'valor', de: null, para: 'R$\u00a012.480,33' },
    { campo: 'arquivo', de: null, para: '9f3ac1b0…70d2e1c' },
  ])
})

it('aguenta nada, objetos e campos novos', () => {
  expect(diferencasDe(null, null)).toEqual([])
  expect(diferencasDe(null, { campo_novo: { a: 1 } })).toEqual([{ campo: 'campo novo', de: null, para: '{"a":1}' }])
  expect(diferencasDe({ observacoes: '<b>x</b>' }, { observacoes: '' })).toEqual([{ campo: 'observações', de: '<b>x</b>', para: null }])
  expect(encurtar('curto')).toBe('curto')
})
