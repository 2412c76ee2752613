import { describe, expect, it } from 'vitest'
import { comTriagem, destinoDe, doGrupo, emLinhas, estadoDe, GRUPOS, novoArquivo, pareceComPdf, remedioDe, rivais, type ArquivoDoLote, type Candidato, type Triagem } from './lote'

const candidato = (processo_id: string, dados: Partial<Candidato> = {}): Candidato => ({
  processo_id,
  mes_ano: '2026-11',
  cliente: { id: 'c', razao_social: 'Hospital', cnpj: '1', unidade: 'Norte', servico: '' },
  operadora: { id: 'o', nome: 'Telenova', codigo: 'TEL' },
  status_processo: 'AGUARDANDO_DOWNLOAD',
  pontos: 95,
  motivos: ['CNPJ confere'],
  possivel: true,
  motivo: null,
  ...dados,
})
const triagem = (sha: string, dados: Partial<Triagem> = {}): Triagem => ({
  arquivo_sha256: sha, nome: 'a.pdf', tamanho_bytes: 1, paginas: 1, leitura: {}, certeza: 'CERTA', ja_recebida: null, candidatos: [candidato('p1')], ...dados,
})
const lida = (id: string, t: Triagem): ArquivoDoLote => comTriagem(novoArquivo(id, new File(['x'], `${id}.pdf`)), t)

describe('um arquivo do lote', () => {
  it('com certeza já vem com destino; com dúvida pergunta; sem candidato possível, procura-se', () => {
    const certa = lida('a', triagem('1'))
    const duvidosa = lida('b', triagem('2', { certeza: 'DUVIDOSA', candidatos: [candidato('p2'), candidato('p3')] }))
    const nenhuma = lida('c', triagem('3', { certeza: 'NENHUMA', candidatos: [candidato('p4', { possivel: false })] }))
    expect(emLinhas([certa, duvidosa, nenhuma]).map((l) => l.estado)).toEqual(['PRONTA', 'PERGUNTA', 'SEM_PROCESSO'])
    expect(certa.destino).toMatchObject({ processo_id: 'p1', operadora: 'Telenova' })
  })

  it('o que a pessoa escolheu antes de a leitura voltar não se perde', () => {
    const escolhido = { ...novoArquivo('a', new File(['x'], 'a.pdf')), destino: destinoDe(candidato('p9')), porPessoa: true }
    expect(comTriagem(escolhido, triagem('1')).destino?.processo_id).toBe('p9')
  })

  it('já recebida não segue, a não ser que a pessoa escolha para onde', () => {
    const recebida = lida('a', triagem('1', { ja_recebida: { processo_id: 'p0', mes_ano: '2026-10', razao_social: 'Hospital' } }))
    expect(recebida.destino).toBeNull()
    expect(estadoDe(recebida, [recebida])).toBe('JA_RECEBIDA')
    const escolhida = { ...recebida, destino: destinoDe(candidato('p5')), porPessoa: true }
    expect(estadoDe(escolhida, [escolhida])).toBe('PRONTA')
  })

  it('os mesmos bytes só valem uma vez', () => {
    const [a, b] = [lida('a', triagem('1')), lida('b', triagem('1'))]
    expect(emLinhas([a, b]).map((l) => l.estado)).toEqual(['PRONTA', 'REPETIDA'])
  })

  it('dois arquivos diferentes para o mesmo processo param os dois', () => {
    const [a, b] = [lida('a', triagem('1')), lida('b', triagem('2'))]
    expect(emLinhas([a, b]).map((l) => l.estado)).toEqual(['MESMO_PROCESSO', 'MESMO_PROCESSO'])
    expect(rivais(a, [a, b]).map((r) => r.id)).toEqual(['b'])
    const enviada: ArquivoDoLote = { ...a, fase: 'ENVIADA' }
    expect(estadoDe(b, [enviada, b])).toBe('MESMO_PROCESSO')
    expect(estadoDe(b, [b])).toBe('PRONTA')
  })

  it('em andamento diz o que faz; falha e recusa ficam à parte', () => {
    const a = lida('a', triagem('1'))
    const fases = (['ESPERA', 'LENDO', 'NA_FILA', 'ENVIANDO', 'ENVIADA', 'FALHOU', 'RECUSADA'] as const).map((fase) => estadoDe({ ...a, fase }, [a]))
    expect(fases).toEqual(['LENDO', 'LENDO', 'ENVIANDO', 'ENVIANDO', 'ENVIADA', 'FALHOU', 'RECUSADA'])
  })

  it('cada estado fica em um grupo só, e "Todos" tem todos', () => {
    const linhas = emLinhas([lida('a', triagem('1')), { ...lida('b', triagem('2')), fase: 'RECUSADA' }])
    expect(GRUPOS.map((g) => doGrupo(linhas, g).length)).toEqual([2, 0, 1, 1, 0])
    const estados = GRUPOS.flatMap((g) => g.estados)
    expect(new Set(estados).size).toBe(estados.length)
  })
})

describe('recusas', () => {
  it('reconhece o começo de um PDF, mesmo com lixo antes', () => {
    const bytes = (t: string) => new TextEncoder().encode(t)
    expect([pareceComPdf(bytes('%PDF-1.7')), pareceComPdf(bytes('\r\nlixo%PDF-1.4')), pareceComPdf(bytes('PK')), pareceComPdf(bytes(''))]).toEqual([true, true, false, false])
  })

  it('toda recusa conhecida tem remédio; a desconhecida fica só com a frase do servidor', () => {
    expect(remedioDe('cifrado')).toContain('sem senha')
    expect(remedioDe('outra')).toBeNull()
    expect(remedioDe(undefined)).toBeNull()
  })
})
