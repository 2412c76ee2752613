import { expect, type Page } from '@playwright/test'
import { url } from './ambiente'

/** O que as jornadas preparam por fora da tela, com a sessão de quem entrou nela. */

export interface ProcessoDaApi {
  id: string
  mes_ano: string
  status_processo: string
  cliente: { razao_social: string; cnpj: string; unidade: string }
  operadora: { nome: string }
}

const cabecalhos = { 'x-regente-csrf': '1', origin: url }

export async function listarProcessos(page: Page, consulta: Record<string, string>): Promise<ProcessoDaApi[]> {
  const resposta = await page.request.get(`/api/v1/processos?${new URLSearchParams({ limite: '200', ...consulta })}`)
  expect(resposta.ok(), await resposta.text()).toBe(true)
  return ((await resposta.json()) as { itens: ProcessoDaApi[] }).itens
}

async function mandar(page: Page, caminho: string, dados?: unknown): Promise<void> {
  const resposta = await page.request.post(`/api/v1${caminho}`, { headers: cabecalhos, data: dados })
  expect(resposta.ok(), await resposta.text()).toBe(true)
}

/** Manda o robô buscar a fatura de um processo. */
export const baixar = (page: Page, id: string) => mandar(page, `/processos/${id}/download`)
/** Manda os robôs buscarem todas as do mês. */
export const baixarMes = (page: Page, mes_ano: string) => mandar(page, '/processos/downloads', { mes_ano })
export const rejeitar = (page: Page, id: string, motivo: string) => mandar(page, `/processos/${id}/rejeicao`, { motivo })

export async function lerFatura(page: Page, id: string): Promise<Buffer> {
  const resposta = await page.request.get(`/api/v1/processos/${id}/fatura`)
  expect(resposta.ok(), await resposta.text()).toBe(true)
  return resposta.body()
}

/** O mês que está no endereço da lista. */
export function mesDoEndereco(page: Page): string {
  const mes = new URL(page.url()).searchParams.get('mes_ano')
  if (!mes) throw new Error('A lista de processos deveria estar em um mês.')
  return mes
}
