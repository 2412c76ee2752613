import { describe, expect, it } from 'vitest'
import type { CelulaMatriz, ProcessoCelula, ResumoExecucao, SemProcesso } from '@/api/tipos'
import type { Recorte } from './useFiltrosMatriz'
import { estaNoRecorte, porUrgencia, resumirCelula, situacaoDe } from './celulaMatriz'

function execucao(status: ResumoExecucao['status'], tipo: ResumoExecucao['tipo'] = 'DOWNLOAD_FATURA', mais: Partial<ResumoExecucao> = {}): ResumoExecucao {
  return { id: 'e', tipo, status, atualizado_em: '2026-11-20T17:00:00Z', ...mais }
}
function processo(mais: Partial<ProcessoCelula> = {}): ProcessoCelula {
  return {
    id: 'p',
    cliente_id: 'c',
    unidade: 'Matriz',
    servico: 'Voz',
    status_processo: 'AGUARDANDO_DOWNLOAD',
    valor_fatura: null,
    data_prevista: '2026-11-26',
    dias_atraso: 0,
    valor_mes_anterior: null,
    arquivo_sha256: null,
    versao: 1,
    ultima_execucao: null,
    passos_possiveis: [],
    ...mais,
  }
}
const falta = (unidade: string): SemProcesso => ({ cliente_id: unidade, unidade, servico: 'Voz' })
const celula = (processos: ProcessoCelula[], sem: SemProcesso[] = []): CelulaMatriz => ({ operadora_id: 'o', processos, sem_processo: sem })

describe('uma fatura só', () => {
  it.each<[string, Partial<ProcessoCelula>, string | null, string, string, boolean]>([
    ['enviada recua', { status_processo: 'UPLOAD_REALIZADO', valor_fatura: '1321.42' }, 'UPLOAD_REALIZADO', '1.321,42', 'feito', false],
    ['enviada sem valor lido', { status_processo: 'UPLOAD_REALIZADO' }, 'UPLOAD_REALIZADO', 'enviada', 'feito', false],
    ['a aprovar pesa', { status_processo: 'AGUARDANDO_APROVACAO', valor_fatura: '18402.55' }, 'AGUARDANDO_APROVACAO', '18.402,55', 'valor', false],
    ['a aprovar e atrasada mantém o valor', { status_processo: 'AGUARDANDO_APROVACAO', valor_fatura: '10', dias_atraso: 2 }, 'AGUARDANDO_APROVACAO', '10,00', 'valor', true],
    ['a aprovar sem valor lido', { status_processo: 'AGUARDANDO_APROVACAO' }, 'AGUARDANDO_APROVACAO', 'sem valor', 'nota', false],
    ['espera com dia previsto', {}, 'AGUARDANDO_DOWNLOAD', '26/11', 'data', false],
    ['atrasada', { dias_atraso: 5 }, 'AGUARDANDO_DOWNLOAD', '5 d', 'atraso', true],
    ['falhou e atrasou', { dias_atraso: 5, ultima_execucao: execucao('FALHOU') }, 'FALHOU', '5 d', 'atraso', true],
    ['baixando, mesmo atrasada', { dias_atraso: 5, ultima_execucao: execucao('EXECUTANDO') }, 'EXECUTANDO', 'baixando', 'nota', true],
    ['na fila', { ultima_execucao: execucao('PENDENTE') }, 'AGUARDANDO_DOWNLOAD', 'na fila', 'nota', false],
    ['o portal pediu um código', { ultima_execucao: execucao('AGUARDANDO_HUMANO') }, 'AGUARDANDO_HUMANO', 'código', 'nota', false],
    ['tenta de novo às', { ultima_execucao: execucao('TENTANDO_NOVAMENTE', 'DOWNLOAD_FATURA', { disponivel_em: '2026-11-20T17:50:00Z' }) }, 'TENTANDO_NOVAMENTE', '14:50', 'data', false],
    ['download concluído e depois rejeitada volta a esperar', { ultima_execucao: execucao('CONCLUIDO') }, 'AGUARDANDO_DOWNLOAD', '26/11', 'data', false],
    ['envio que falhou', { status_processo: 'AGUARDANDO_ENVIO_SAT', valor_fatura: '7', ultima_execucao: execucao('FALHOU', 'UPLOAD_SAT') }, 'FALHOU', '7,00', 'valor', false],
    ['envio incerto', { status_processo: 'AGUARDANDO_ENVIO_SAT', valor_fatura: '7', ultima_execucao: execucao('INCERTO', 'UPLOAD_SAT') }, 'INCERTO', '7,00', 'valor', false],
    ['a falha do download não mancha o envio', { status_processo: 'AGUARDANDO_ENVIO_SAT', valor_fatura: '7', ultima_execucao: execucao('FALHOU') }, 'AGUARDANDO_ENVIO_SAT', '7,00', 'valor', false],
  ])('%s', (_, mais, situacao, texto, estilo, atrasada) => {
    expect(resumirCelula(celula([processo(mais)]))).toMatchObject({ situacao, texto, estilo, atrasada })
  })

  it('diz em palavras o que desenha', () => {
    expect(resumirCelula(celula([processo({ dias_atraso: 1, ultima_execucao: execucao('FALHOU') })])).frase).toBe('Falhou, atrasada há 1 dia')
    expect(resumirCelula(celula([processo()])).frase).toBe('Aguardando download, prevista para 26/11/2026')
    expect(resumirCelula(celula([processo({ status_processo: 'UPLOAD_REALIZADO', valor_fatura: '4548.10' })])).frase).toBe('Enviado ao SAT, R$\u00a04.548,10')
    expect(resumirCelula(celula([processo({ ultima_execucao: execucao('PENDENTE') })])).frase).toContain('Download na fila')
  })
})

describe('várias faturas', () => {
  const enviada = (unidade: string) => processo({ unidade, status_processo: 'UPLOAD_REALIZADO', valor_fatura: '10' })

  it('conta as enviadas e mostra a que mais pede ação', () => {
    const r = resumirCelula(celula([enviada('A'), processo({ unidade: 'B', ultima_execucao: execucao('FALHOU') }), processo({ unidade: 'C', status_processo: 'AGUARDANDO_APROVACAO' })]))
    expect(r).toMatchObject({ situacao: 'FALHOU', texto: '1/3 un.', estilo: 'unidades', atrasada: false })
    expect(r.frase).toBe('1 de 3 enviadas, Falhou')
  })
  it('uma atrasada basta para a barra vermelha', () => {
    expect(resumirCelula(celula([enviada('A'), processo({ unidade: 'B', dias_atraso: 3 })]))).toMatchObject({ estilo: 'unidades', atrasada: true, texto: '1/2 un.' })
  })
  it('todas enviadas é enviado', () => {
    expect(resumirCelula(celula([enviada('A'), enviada('B')]))).toMatchObject({ situacao: 'UPLOAD_REALIZADO', texto: '2/2 un.' })
  })
  it('com unidade sem processo, não se diz enviado', () => {
    const r = resumirCelula(celula([enviada('A')], [falta('B')]))
    expect(r).toMatchObject({ situacao: 'PENDENTE', texto: '1/2 un.' })
    expect(r.frase).toBe('1 de 2 enviadas, 1 sem processo')
  })
  it('serviços da mesma unidade contam faturas, não unidades', () => {
    expect(resumirCelula(celula([enviada('A'), enviada('A')])).texto).toBe('2/2 fat.')
  })
})

describe('sem processo', () => {
  it('uma ou várias a criar', () => {
    expect(resumirCelula(celula([], [falta('A')]))).toMatchObject({ texto: 'criar', estilo: 'criar', situacao: null, frase: 'esperada e sem processo' })
    expect(resumirCelula(celula([], [falta('A'), falta('B')]))).toMatchObject({ texto: 'criar 2', frase: '2 esperadas e sem processo' })
  })
  it('nada contratado', () => {
    expect(resumirCelula(undefined)).toMatchObject({ texto: '–', estilo: 'nada', frase: 'não contratado' })
  })
})

it('a urgência ordena: incerto, falha, pessoa, aprovação, …, enviado; depois o atraso', () => {
  const todas = [
    processo({ id: 'ok', status_processo: 'UPLOAD_REALIZADO' }),
    processo({ id: 'dl' }),
    processo({ id: 'dl-atrasada', dias_atraso: 4 }),
    processo({ id: 'ap', status_processo: 'AGUARDANDO_APROVACAO' }),
    processo({ id: 'fa', ultima_execucao: execucao('FALHOU') }),
    processo({ id: 'in', status_processo: 'AGUARDANDO_ENVIO_SAT', ultima_execucao: execucao('INCERTO', 'UPLOAD_SAT') }),
  ]
  expect(porUrgencia(todas).map((p) => p.id)).toEqual(['in', 'fa', 'ap', 'dl-atrasada', 'dl', 'ok'])
  expect(todas.map(situacaoDe)).toContain('INCERTO')
})

it('o recorte acha a célula que tem ao menos uma fatura dele', () => {
  const c = celula([processo({ dias_atraso: 2 }), processo({ status_processo: 'UPLOAD_REALIZADO' })], [falta('B')])
  expect(['download', 'aprovacao', 'envio', 'enviadas', 'atrasados', 'faltando', 'pendentes'].filter((r) => estaNoRecorte(c, r as Recorte))).toEqual(['download', 'enviadas', 'atrasados', 'faltando', 'pendentes'])
  expect(estaNoRecorte(undefined, 'download')).toBe(false)
  expect(estaNoRecorte(undefined, undefined)).toBe(true)
})
