import type { Page } from '@playwright/test'
import { url } from '../ambiente'
import { expect } from '../apoio'
import type { Acervo } from './cenas'

const cabecalhos = { 'x-regente-csrf': '1', origin: url }
const ROBOS_MS = 240_000

interface Processo {
  id: string
  mes_ano: string
  status_processo: string
  cliente: { id: string }
  operadora: { id: string }
  ultima_execucao?: { id: string } | null
}

function pedidos(page: Page) {
  return {
    async ler<T>(caminho: string): Promise<T[]> {
      const r = await page.request.get(`/api/v1${caminho}`)
      expect(r.ok(), await r.text()).toBe(true)
      return ((await r.json()) as { itens: T[] }).itens
    },
    mandar: (caminho: string, data?: unknown) => page.request.post(`/api/v1${caminho}`, { headers: cabecalhos, data }),
  }
}

async function mesCorrente(page: Page): Promise<string> {
  const [primeiro] = await pedidos(page).ler<Processo>('/processos?limite=1&ordem=-criacao')
  return primeiro!.mes_ano
}

/** Enche a demonstração com o que uma operação tem num dia comum. */
export async function preparar(page: Page): Promise<void> {
  const { ler, mandar } = pedidos(page)
  const mes = await mesCorrente(page)
  await mandar('/processos/downloads', { mes_ano: mes })
  await expect
    .poll(async () => (await ler(`/processos?mes_ano=${mes}&status_processo=AGUARDANDO_APROVACAO&limite=30`)).length, { timeout: ROBOS_MS })
    .toBeGreaterThan(25)
  await decidirAlguns(page, mes, mandar)
  for (const [nome, tipo, cron] of [['Criar o mês', 'CRIAR_PROCESSOS_MENSAIS', '0 6 1 * *'], ['Baixar o que falta', 'EXECUTAR_DOWNLOADS', '30 7 * * 1-5'], ['Repescagem da tarde', 'EXECUTAR_DOWNLOADS', '0 16 * * *']]) {
    await mandar('/agendamentos', { nome, tipo, cron })
  }
}

/** Os ids do que se fotografa. */
export async function localizar(page: Page): Promise<Acervo> {
  const { ler } = pedidos(page)
  const mes = await mesCorrente(page)
  const [agendamento] = await ler<{ id: string }>('/agendamentos')
  const prontos = await ler<Processo>(`/processos?mes_ano=${mes}&status_processo=AGUARDANDO_APROVACAO&limite=30`)
  const pronto = prontos.find((p) => p.ultima_execucao)!
  return { mes, aguardandoAprovacao: pronto.id, execucao: pronto.ultima_execucao!.id, cliente: pronto.cliente.id, operadora: pronto.operadora.id, agendamento: agendamento!.id }
}

/** Nove aprovadas e uma rejeitada: a tela de um dia em andamento, não a de um sistema recém-nascido. */
async function decidirAlguns(page: Page, mes: string, mandar: (caminho: string, data?: unknown) => ReturnType<Page['request']['post']>): Promise<void> {
  const r = await page.request.get(`/api/v1/processos?mes_ano=${mes}&status_processo=AGUARDANDO_APROVACAO&limite=10`)
  const { itens } = (await r.json()) as { itens: { id: string; arquivo_sha256: string }[] }
  const [rejeitado, ...aprovados] = itens
  if (rejeitado) await mandar(`/processos/${rejeitado.id}/rejeicao`, { motivo: 'A fatura é de outra filial.' })
  for (const p of aprovados) {
    const resposta = await mandar(`/processos/${p.id}/aprovacao`, { sha256: p.arquivo_sha256 })
    expect(resposta.ok(), await resposta.text()).toBe(true)
  }
  // Só com a aprovação definitiva o envio sai: espera os primeiros chegarem ao SAT.
  await expect
    .poll(async () => ((await (await page.request.get(`/api/v1/processos?mes_ano=${mes}&status_processo=UPLOAD_REALIZADO&limite=10`)).json()) as { itens: unknown[] }).itens.length, { timeout: ROBOS_MS })
    .toBeGreaterThan(4)
}
