import type { APIRequestContext, Page } from '@playwright/test'
import { conferirAcessibilidade, entrar, expect, test } from '../apoio'

/** O download espera a vez na fila e um navegador de verdade o executa. */
const ESPERA_DO_ROBO_MS = 90_000

interface Processo {
  id: string
  mes_ano: string
  status_processo: string
  cliente: { id: string; razao_social: string }
  operadora: { nome: string; codigo: string }
}

/** Fala com a API com a sessão da página, para preparar o que não é o assunto da jornada. */
async function pedir<T>(pedido: APIRequestContext, metodo: 'GET' | 'POST' | 'PUT', caminho: string, corpo?: unknown): Promise<T> {
  const resposta = await pedido.fetch(`/api/v1${caminho}`, { method: metodo, data: corpo, headers: { 'x-regente-csrf': '1' } })
  expect(resposta.ok(), `${metodo} ${caminho}: ${resposta.status()} ${await resposta.text()}`).toBe(true)
  return (await resposta.json()) as T
}

/** Um processo novo, num mês que nenhuma outra jornada usa, de uma operadora com robô no navegador. */
async function abrirProcesso(page: Page, mesesAtras: number): Promise<Processo> {
  const mes = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - mesesAtras, 1)).toISOString().slice(0, 7)
  await pedir(page.request, 'POST', '/processos/do-mes', { mes_ano: mes })
  const { itens } = await pedir<{ itens: Processo[] }>(page.request, 'GET', `/processos?mes_ano=${mes}&status_processo=AGUARDANDO_DOWNLOAD&limite=100`)
  const achado = itens.find((p) => p.operadora.codigo === 'EMB')
  if (!achado) throw new Error('a demonstração não tem cliente da Embratel à espera de download')
  return achado
}

/** Troca o login do portal, como quem o digitou errado; a senha fica a que estava. Devolve o de antes. */
async function trocarLogin(page: Page, clienteId: string, login: string): Promise<string> {
  const cliente = await pedir<Record<string, unknown> & { login_portal: string }>(page.request, 'GET', `/clientes/${clienteId}`)
  const campos = ['operadora_id', 'razao_social', 'nome_sat', 'cnpj', 'cpf', 'unidade', 'servico', 'filtro', 'dados_sat', 'site_emissao']
  const corpo = Object.fromEntries(campos.map((c) => [c, cliente[c]]))
  await pedir(page.request, 'PUT', `/clientes/${clienteId}`, { ...corpo, login_portal: login })
  return cliente.login_portal
}

test('uma falha é explicada, e depois de corrigida a mesma página a repete até dar certo', async ({ page }) => {
  test.setTimeout(3 * ESPERA_DO_ROBO_MS)
  await entrar(page)
  const processo = await abrirProcesso(page, 5)
  const loginCerto = await trocarLogin(page, processo.cliente.id, 'ninguem.emb')

  await page.goto(`/processos/${processo.id}`)
  await expect(page.getByRole('heading', { level: 1, name: processo.cliente.razao_social })).toBeVisible()
  await page.getByRole('button', { name: 'Baixar agora' }).click()

  const aviso = page.getByRole('region', { name: 'O portal recusou o usuário ou a senha' })
  await expect(aviso).toBeVisible({ timeout: ESPERA_DO_ROBO_MS })
  await expect(aviso).toContainText('Corrija a senha do portal em Clientes')
  await expect(page.getByRole('list', { name: 'Etapas do processo' }).getByRole('listitem').filter({ hasText: 'Agora:' })).toContainText('senha recusada')
  await conferirAcessibilidade(page, 'processo com falha')

  // Na lista, as falhas se juntam por motivo.
  await page.goto(`/processos?mes_ano=${processo.mes_ano}&com_falha=true`)
  await page.getByRole('region', { name: 'Falhas por motivo' }).getByRole('button', { name: /^Senha recusada/ }).click()
  await expect(page).toHaveURL(/classe_erro=CREDENCIAL/)
  await conferirAcessibilidade(page, 'falhas por motivo')
  await page.getByRole('region', { name: 'Lista de processos' }).getByRole('link', { name: processo.cliente.razao_social }).first().click()

  await trocarLogin(page, processo.cliente.id, loginCerto)
  await aviso.getByRole('button', { name: 'Tentar de novo' }).click()
  await expect(page.getByRole('button', { name: 'Aprovar' })).toBeVisible({ timeout: ESPERA_DO_ROBO_MS })
  await expect(aviso).toBeHidden()

  await page.getByRole('tab', { name: /^Execuções/ }).click()
  await expect(page).toHaveURL(/aba=execucoes/)
  const execucoes = page.getByRole('region', { name: 'Execuções do processo' })
  await expect(execucoes.getByRole('button', { name: 'Baixar fatura' })).toHaveCount(2)
  await expect(execucoes.getByText('Senha recusada').first()).toBeVisible()
  await conferirAcessibilidade(page, 'execuções do processo')
})

test('rejeita com motivo, e a história se exporta inteira', async ({ page }) => {
  test.setTimeout(2 * ESPERA_DO_ROBO_MS)
  await entrar(page)
  const processo = await abrirProcesso(page, 6)
  await pedir(page.request, 'POST', `/processos/${processo.id}/download`)

  await page.goto(`/processos/${processo.id}`)
  await expect(page.getByRole('button', { name: 'Aprovar' })).toBeVisible({ timeout: ESPERA_DO_ROBO_MS })
  await conferirAcessibilidade(page, 'processo à espera de aprovação')

  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('r')
  const dialogo = page.getByRole('dialog', { name: `Rejeitar a fatura de ${processo.cliente.razao_social}?` })
  await dialogo.getByRole('button', { name: 'Rejeitar fatura' }).click()
  await expect(dialogo.getByText('Escreva o motivo.')).toBeVisible()
  await dialogo.getByLabel('Motivo').fill('É a fatura de outra unidade.')
  await conferirAcessibilidade(page, 'diálogo de rejeição')
  await dialogo.getByRole('button', { name: 'Rejeitar fatura' }).click()
  await expect(dialogo).toBeHidden()

  await expect(page.getByRole('region', { name: /^A fatura anterior foi rejeitada/ })).toContainText('É a fatura de outra unidade.')
  await page.getByRole('tab', { name: /^Aprovações/ }).click()
  await expect(page.getByRole('main')).toContainText('É a fatura de outra unidade.')
  await page.getByRole('tab', { name: 'Auditoria' }).click()
  await expect(page.getByRole('tabpanel').getByRole('listitem').first()).toBeVisible()
  await conferirAcessibilidade(page, 'auditoria do processo')

  await page.getByRole('button', { name: 'Exportar' }).click()
  const baixando = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'História em CSV' }).click()
  const arquivo = await baixando
  expect(arquivo.suggestedFilename()).toMatch(/\.csv$/)
  const partes: Buffer[] = []
  for await (const parte of await arquivo.createReadStream()) partes.push(parte as Buffer)
  const texto = Buffer.concat(partes).toString('utf8')
  expect(texto).toContain('REJEICAO')
  expect(texto).toContain('DOWNLOAD_FATURA')
})

test('a posição na lista acompanha quem anda de um processo a outro', async ({ page }) => {
  await entrar(page)
  await page.goto('/processos')
  const lista = page.getByRole('region', { name: 'Lista de processos' })
  await expect(lista.getByRole('link').first()).toBeVisible()
  await lista.getByRole('row').nth(2).click({ position: { x: 300, y: 12 } })
  const trilha = page.getByRole('navigation', { name: 'Onde você está' })
  await expect(trilha).toContainText(/2 de \d+/)
  await page.keyboard.press('j')
  await expect(trilha).toContainText(/3 de \d+/)
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await expect(trilha).toContainText(/1 de \d+/)
  await expect(page.getByRole('button', { name: 'Processo anterior (K)' })).toBeDisabled()
  await trilha.getByRole('link', { name: /1 de/ }).click()
  await expect(page.getByRole('heading', { name: 'Processos', level: 1 })).toBeVisible()
})
