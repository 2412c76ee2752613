import type { APIRequestContext } from '@playwright/test'
import { credencial, url } from '../ambiente'

/** Quantos clientes a base de medida tem; os processos do mês são um por cliente. */
export const CLIENTES = 100_000
/** Quantos deles na operadora que a lista medida filtra. */
export const DA_OPERADORA = 10_000
/** O mês medido fica longe do que a demonstração usa. */
export const MES = '2025-06'

const POR_ARQUIVO = 20_000
const OPERADORAS = [
  { codigo: 'MED1', nome: 'Medida Um', clientes: DA_OPERADORA },
  { codigo: 'MED2', nome: 'Medida Dois', clientes: CLIENTES - DA_OPERADORA },
]

const cabecalhos = { 'x-regente-csrf': '1', origin: url }

/** Entra e enche a base, se ainda não está cheia. Devolve a operadora de dez mil clientes. */
export async function encher(pedidos: APIRequestContext): Promise<string> {
  await exigir(pedidos.post('/api/v1/sessao', { headers: cabecalhos, data: credencial() }))
  let numero = 0
  for (const operadora of OPERADORAS) {
    await pedidos.post('/api/v1/operadoras', { headers: cabecalhos, data: { nome: operadora.nome, codigo: operadora.codigo, possui_rpa: false } })
    for (let feitos = 0; feitos < operadora.clientes; feitos += POR_ARQUIVO) {
      const quantos = Math.min(POR_ARQUIVO, operadora.clientes - feitos)
      const arquivo = csv(operadora.codigo, numero, quantos)
      numero += quantos
      await exigir(
        pedidos.post('/api/v1/clientes/importacao', {
          headers: cabecalhos,
          multipart: { arquivo: { name: 'clientes.csv', mimeType: 'text/csv', buffer: Buffer.from(arquivo) } },
          timeout: 120_000,
        }),
      )
    }
  }
  await exigir(pedidos.post('/api/v1/processos/do-mes', { headers: cabecalhos, data: { mes_ano: MES }, timeout: 300_000 }))
  const lista = (await (await pedidos.get('/api/v1/operadoras?busca=MED1&limite=1')).json()) as { itens: { id: string }[] }
  return lista.itens[0]!.id
}

async function exigir(resposta: ReturnType<APIRequestContext['post']>): Promise<void> {
  const r = await resposta
  if (!r.ok()) throw new Error(`${r.url()}: ${r.status()} ${await r.text()}`)
}

const SOBRENOMES = ['Serra Azul', 'Campo Manso', 'Boa Colheita', 'Pedra Alta', 'Monte Verde', 'Vila Olinda', 'Praia Serena', 'Três Barras']
const RAMOS = ['Comércio', 'Transportes', 'Hospital', 'Cooperativa', 'Indústria', 'Construtora', 'Colégio', 'Editora']

function csv(operadora: string, inicio: number, quantos: number): string {
  const linhas = ['razao_social;nome_sat;cnpj;operadora;filtro;servico;dados_sat;unidade']
  for (let n = inicio; n < inicio + quantos; n++) {
    const nome = `${RAMOS[n % 8]!} ${SOBRENOMES[Math.trunc(n / 8) % 8]!} ${String(n).padStart(6, '0')} Ltda.`
    linhas.push(`${nome};${nome};${cnpj(n)};${operadora};F${n};Dados;CC-${n};Unidade ${n % 40}`)
  }
  return linhas.join('\n')
}

/** CNPJ com dígitos certos, a partir de um número. */
function cnpj(n: number): string {
  let base = String(20_000_000 + n) + '0001'
  for (const pesos of [[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]]) {
    const resto = [...base].reduce((soma, d, i) => soma + Number(d) * pesos[i]!, 0) % 11
    base += resto < 2 ? '0' : String(11 - resto)
  }
  return base
}
