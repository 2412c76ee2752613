import { describe, expect, it } from 'vitest'
import type { Conferencia, DetalheProcesso, ItemProcesso } from '../contratoProcessos'
import { emOrdemDeAtencao, resumirConferencias } from './conferencias'
import { explicarConflito } from './conflito'
import { aDesfazer, empilhar, prazoParaDesfazer, segundosAte, semA } from './desfazer'
import { depoisDe, emLinha, montarFila, vizinho } from './fila'
import { agruparLinha, dadosLidos, marcasDe } from './marcasFatura'

function item(id: string, dados: Partial<ItemProcesso> = {}): ItemProcesso {
  const base: ItemProcesso = {
    id,
    mes_ano: '2026-11',
    status_processo: 'AGUARDANDO_APROVACAO',
    cliente: { id: 'c', razao_social: `Cliente ${id}`, nome_sat: '', cnpj: '90990011000159', unidade: 'Matriz', servico: '' },
    operadora: { id: 'o', nome: 'Telenova', codigo: 'TEL' },
    valor_fatura: '100.00',
    data_vencimento: '2026-12-10',
    semaforo: 'VERDE',
    upload_manual: false,
    enviado_para_sat: false,
    criado_em: '2026-11-20T10:00:00Z',
    atualizado_em: '2026-11-20T10:00:00Z',
    passos_possiveis: [],
    alertas: 0,
    data_prevista: '2026-12-10',
    dias_atraso: 0,
  }
  return Object.assign(base, dados)
}

describe('fila de aprovação', () => {
  it('separa o que tem ressalva e ordena dentro de cada grupo', () => {
    const fila = montarFila([item('a', { data_vencimento: '2026-12-20' }), item('b'), item('c', { semaforo: 'VERMELHO' }), item('d', { alertas: 1 })], '', 'vencimento')
    expect(fila.map((g) => [g.titulo, g.itens.map((i) => i.id)])).toEqual([
      ['Com ressalva', ['c', 'd']],
      ['Sem ressalva', ['b', 'a']],
    ])
  })

  it('o que não foi lido é ressalva', () => {
    expect(montarFila([item('a', { semaforo: null })], '', 'vencimento')[0]?.titulo).toBe('Com ressalva')
  })

  it('filtra por nome sem acento, operadora, CNPJ com máscara e valor como se lê', () => {
    const itens = [item('a', { valor_fatura: '2072.16' }), item('b', { cliente: { ...item('b').cliente, razao_social: 'Laticínios Serra', cnpj: '1' } })]
    const achar = (busca: string) => emLinha(montarFila(itens, busca, 'cliente')).map((i) => i.id)
    expect(achar('laticinios')).toEqual(['b'])
    expect(achar('90.990.011/0001')).toEqual(['a'])
    expect(achar('2.072,16')).toEqual(['a'])
    expect(achar('telenova')).toEqual(['a', 'b'])
    expect(achar('nada disso')).toEqual([])
  })

  it('ordena por valor; sem vencimento lido vale a data prevista', () => {
    const itens = [item('a', { data_vencimento: null, data_prevista: '2026-12-31', valor_fatura: '9.00' }), item('b', { valor_fatura: '1000.00' })]
    expect(emLinha(montarFila(itens, '', 'vencimento')).map((i) => i.id)).toEqual(['b', 'a'])
    expect(emLinha(montarFila(itens, '', 'valor')).map((i) => i.id)).toEqual(['b', 'a'])
  })

  it('anda sem sair das pontas e escolhe o seguinte depois de decidir', () => {
    const ids = ['a', 'b', 'c']
    expect([vizinho(ids, 'a', 1), vizinho(ids, 'c', 1), vizinho(ids, 'a', -1), vizinho(ids, 'fora', 1), vizinho([], null, 1)]).toEqual(['b', 'c', 'a', 'a', null])
    expect([depoisDe(ids, 'a'), depoisDe(ids, 'c'), depoisDe(['a'], 'a'), depoisDe(ids, 'fora')]).toEqual(['b', 'b', null, 'a'])
  })
})

describe('desfazer', () => {
  it('conta a janela pelo relógio do servidor, não pelo deste computador', () => {
    expect(prazoParaDesfazer('2026-11-20T10:00:10Z', '2026-11-20T10:00:00Z', 5_000)).toBe(15_000)
    expect(prazoParaDesfazer(null, '2026-11-20T10:00:00Z', 5_000)).toBeNull()
    expect(prazoParaDesfazer('2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z', 5_000)).toBeNull()
  })

  it('desfaz a mais nova que ainda está no prazo', () => {
    let pilha = empilhar([], { id: 'a', nome: 'A', ate: 100 }, 0)
    pilha = empilhar(pilha, { id: 'b', nome: 'B', ate: 200 }, 50)
    expect(aDesfazer(pilha, 60)?.id).toBe('b')
    expect(aDesfazer(semA(pilha, 'b'), 60)?.id).toBe('a')
    expect(aDesfazer(semA(pilha, 'b'), 100)).toBeNull()
    expect(empilhar(pilha, { id: 'c', nome: 'C', ate: 400 }, 150).map((d) => d.id)).toEqual(['b', 'c'])
    expect([segundosAte(10_000, 1), segundosAte(0, 5)]).toEqual([10, 0])
  })
})

describe('conflito', () => {
  const agora = new Date('2026-11-20T14:10:00-03:00')
  const processo = (dados: Partial<DetalheProcesso>) => ({ status_processo: 'AGUARDANDO_APROVACAO', arquivo_sha256: 'x', decisoes: [], ...dados }) as unknown as DetalheProcesso
  const decisao = { tipo: 'REJEICAO', arquivo_sha256: 'x', usuario_id: 'u', usuario_nome: 'Helena Prado', criado_em: '2026-11-20T17:05:00Z', observacoes: 'CNPJ errado' }

  it('diz quem decidiu, quando e por quê', () => {
    expect(explicarConflito('x', processo({ status_processo: 'AGUARDANDO_DOWNLOAD', decisoes: [decisao] }), agora)).toEqual({
      texto: 'Rejeitada por Helena Prado às 14:05: “CNPJ errado”.',
      decidido: true,
    })
  })

  it('arquivo trocado não tira da fila, mas pede nova conferência', () => {
    expect(explicarConflito('y', processo({}), agora)).toMatchObject({ decidido: false })
    expect(explicarConflito('x', processo({}), agora)).toBeNull()
    expect(explicarConflito(null, processo({}), agora)).toBeNull()
  })
})

describe('leitura da fatura', () => {
  const leitura = {
    conferencias: [
      { item: 'VALOR', situacao: 'OK', detalhe: 'r' },
      { item: 'CLIENTE', situacao: 'ERRO', detalhe: 'o documento é de outro' },
    ] satisfies Conferencia[],
    fatura: {
      valor: '2072.16',
      cliente_cnpj: '90990011000159',
      linha_digitavel: '846600000208721601132021612211212024611419818418',
      fontes: [
        { campo: 'valor', fonte: 'rotulo', pagina: 2, trecho: '', valor: '2072.16' },
        { campo: 'valor', fonte: 'linha_digitavel', pagina: 1, trecho: '', valor: '2072.16' },
      ],
    },
  }

  it('diz a fonte mais confiável, e o que falta aparece como não lido', () => {
    const dados = dadosLidos(leitura)
    expect(dados.find((d) => d.chave === 'valor')).toMatchObject({ texto: 'R$\u00a02.072,16', fonte: 'código', pagina: 1, tom: 'confere' })
    expect(dados.find((d) => d.chave === 'vencimento')).toMatchObject({ valor: null, texto: 'não lido' })
    expect(dados.some((d) => d.chave === 'numero')).toBe(false)
    expect(dadosLidos(null)).toEqual([])
  })

  it('destaca no papel o que foi lido, na cor da conferência', () => {
    const marcas = marcasDe(dadosLidos(leitura))
    expect(marcas.map((m) => [m.chave, m.tom])).toEqual([['valor', 'confere'], ['cliente', 'contradiz'], ['linha', 'confere']])
  })

  it('agrupa a linha digitável de arrecadação e a de boleto', () => {
    expect(agruparLinha('846600000208721601132021612211212024611419818418')).toBe('84660000020-8 72160113202-1 61221121202-4 61141981841-8')
    expect(agruparLinha('00190000090312345678901234567890112340000012345')).toBe('00190.00009 03123.456789 01234.567890 1 12340000012345')
  })

  it('põe na frente o que não confere e resume', () => {
    const lista = emOrdemDeAtencao(leitura.conferencias)
    expect(lista[0]).toMatchObject({ item: 'CLIENTE', detalhe: 'O documento é de outro' })
    expect(resumirConferencias(leitura.conferencias)).toBe('1 confere, 1 ressalva')
  })
})
