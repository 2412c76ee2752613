import { describe, expect, it } from 'vitest'
import { agrupar, filtrar, linhasDaBusca, type Comando } from './comandos'

const comando = (titulo: string, palavras = ''): Comando => ({ chave: titulo, grupo: 'Páginas', titulo, palavras, icone: 'inicio' })
const titulos = (texto: string) =>
  filtrar([comando('Processos', 'Faturas'), comando('Aprovações', 'Faturas'), comando('Novo cliente', 'criar'), comando('Clientes', 'Faturas')], texto).map((c) => c.titulo)

describe('filtrar', () => {
  it('não olha acento nem caixa', () => expect(titulos('APROVACOES')).toEqual(['Aprovações']))
  it('acha por qualquer palavra do título ou por sinônimo, desde o começo dela', () => {
    expect(titulos('cri')).toEqual(['Novo cliente'])
    expect(titulos('liente')).toEqual([])
  })
  it('o que começa pelo digitado vem antes', () => expect(titulos('cli')).toEqual(['Clientes', 'Novo cliente']))
  it('todas as palavras têm de estar', () => expect(titulos('novo fat')).toEqual([]))
  it('sem texto, tudo', () => expect(titulos('  ')).toHaveLength(4))
})

it('linhasDaBusca mostra o CNPJ com máscara e a situação em palavras, agrupadas', () => {
  const linhas = linhasDaBusca({
    clientes: [{ id: 'c1', razao_social: 'Moinho', cnpj: '30774192000154', unidade: 'Matriz', operadora_nome: 'Telenova' }],
    processos: [{ id: 'p1', mes_ano: '2026-11', status_processo: 'UPLOAD_REALIZADO', razao_social: 'Moinho', unidade: '', operadora_nome: 'Telenova' }],
    operadoras: [{ id: 'o1', nome: 'Telenova', codigo: 'TEL' }],
    execucoes: [{ id: 'e1', tipo: 'DOWNLOAD_FATURA', status: 'FALHOU', titulo: 'Moinho · Telenova', criado_em: '' }],
  })
  expect(linhas.map((l) => l.detalhe)).toEqual(['30.774.192/0001-54 · Matriz · Telenova', '11/2026 · Telenova · Enviado ao SAT', 'TEL', 'Falhou'])
  expect(linhas.map((l) => l.destino)).toEqual(['/clientes/c1', '/processos/p1', '/operadoras/o1', '/execucoes/e1'])
  expect(agrupar(linhas).map((g) => g.titulo)).toEqual(['Clientes', 'Processos', 'Operadoras', 'Execuções'])
})
