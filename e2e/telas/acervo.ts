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

/** Enche a demonstração com o que uma operação tem num dia comum, e diz os ids do que fotografar. */
export async function preparar(page: Page): Promise<Acervo> {
  const ler = async <T>(caminho: string): Promise<T[]> => {
    const r = await page.request.get(`/api/v1${caminho}`)
    expect(r.ok(), await r.text()).toBe(true)
    return ((await r.json()) as { itens: T[] }).itens
  }
  const mandar = (caminho: string, data?: unknown) => page.request.post(`/api/v1${caminho}`, { headers: cabecalhos, data })

  const [primeiro] = await ler<Processo>('/processos?limite=1&ordem=-criacao')
  const mes = primeiro!.mes_ano
  await mandar('/processos/downloads', { mes_ano: mes })
  await expect
    .poll(async () => (await ler(`/processos?mes_ano=${mes}&status_processo=AGUARDANDO_APROVACAO&limite=30`)).length, { timeout: ROBOS_MS })
    .toBeGreaterThan(14)
  await decidirAlguns(page, mes, mandar)

  for (const [nome, tipo, cron] of [['Criar o mês', 'CRIAR_PROCESSOS_MENSAIS', '0 6 1 * *'], ['Baixar o que falta', 'EXECUTAR_DOWNLOADS', '30 7 * * 1-5'], ['Repescagem da tarde', 'EXECUTAR_DOWNLOADS', '0 16 * * *']]) {
    await mandar('/agendamentos', { nome, tipo, cron })
  }
  const [agendamento] = await ler<{ id: string }>('/agendamentos')
  const prontos = await ler<Processo>(`/processos?mes_ano=${mes}&status_processo=AGUARDANDO_APROVACAO&limite=30`)
  const esperando = await ler<Processo>(`/processos?mes_ano=${mes}&status_processo=AGUARDANDO_DOWNLOAD&limite=5`)
  const pronto = prontos.find((p) => p.ultima_execucao)!
  return {
    mes,
    aguardandoAprovacao: pronto.id,
    aguardandoDownload: esperando[0]?.id ?? pronto.id,
    execucao: pronto.ultima_execucao!.id,
    cliente: pronto.cliente.id,
    operadora: pronto.operadora.id,
    agendamento: agendamento!.id,
  }
}

/** Nove aprovadas e uma rejeitada: a tela de um dia em andamento, não a de um sistema recém-nascido. */
async function decidirAlguns(page: Page, mes: string, mandar: (caminho: string, data?: unknown) => ReturnType<Page['request']['post']>): Promise<void> {
  const r = await page.request.get(`/api/v1/processos?mes_ano=${mes}&status_processo=AGUARDANDO_APROVACAO&limite=10`)
  const { itens } = (await r.json()) as { itens: { id: string; arquivo_sha256: string }[] }
  const [rejeitado, ...aprovados] = itens
  if (rejeitado) await mandar(`/processos/${rejeitado.id}/rejeicao`, { motivo: 'A fatura é de outra filial.' })
  for (const p of aprovados) await mandar(`/processos/${p.id}/aprovacao`, { arquivo_sha256: p.arquivo_sha256 })
}
