import type { Page } from '@playwright/test'
import { url } from '../ambiente'
import { entrar, expect, test } from '../apoio'
import { baixar, listarProcessos } from '../faturas'

const cabecalhos = { 'x-regente-csrf': '1', origin: url }
/** Tenta virar marcação, vira da direita para a esquerda e não acaba nunca: o nome que ninguém queria receber. */
const HOSTIL = `<img src=x onerror="window.invadido=1"> شركة الاتصالات ${'Nome sem fim '.repeat(12)}`.slice(0, 198).trim()

declare global {
  interface Window {
    invadido?: number
  }
}

async function criar(page: Page, caminho: string, data: unknown): Promise<{ id: string }> {
  const r = await page.request.post(`/api/v1${caminho}`, { headers: cabecalhos, data })
  expect(r.ok(), await r.text()).toBe(true)
  return (await r.json()) as { id: string }
}

async function intacta(page: Page, onde: string): Promise<void> {
  expect(await page.evaluate(() => window.invadido), `${onde}: texto nunca vira marcação`).toBeUndefined()
  const sobra = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(sobra, `${onde}: nome longo não estica a página`).toBe(0)
}

test('um nome hostil, longo e da direita para a esquerda aparece como texto em toda tela', async ({ page }) => {
  test.setTimeout(120_000)
  await entrar(page)
  const operadoras = (await (await page.request.get('/api/v1/operadoras?status_ativo=true&limite=1')).json()) as { itens: { id: string }[] }
  const cliente = await criar(page, '/clientes', {
    razao_social: HOSTIL, nome_sat: '<script>window.invadido=2</script>', cnpj: '11.444.777/0001-61', operadora_id: operadoras.itens[0]!.id,
    filtro: '"><svg onload=window.invadido=3>', servico: "';alert(1)//", dados_sat: 'CC-1', unidade: '<b>Unidade</b>',
  })
  const processo = await criar(page, '/processos', { cliente_id: cliente.id, mes_ano: '2026-03' })

  for (const largura of [1440, 390]) {
    await page.setViewportSize({ width: largura, height: 900 })
    for (const caminho of ['/clientes?busca=onerror', `/clientes/${cliente.id}`, '/processos?busca=onerror', `/processos/${processo.id}`, '/matriz?mes_ano=2026-03&busca=onerror', '/?mes_ano=2026-03']) {
      await page.goto(caminho)
      const dito = page.getByText('<img src=x onerror=').or(page.locator('input').filter({ hasText: '' }).and(page.getByLabel('Razão social')))
      await expect(dito.first(), caminho).toBeVisible()
      await intacta(page, `${caminho} a ${largura}`)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('11.444.777')
  await expect(page.getByRole('option').filter({ hasText: '<img src=x' }).first()).toBeVisible()
  await intacta(page, 'busca geral')
})

test('o servidor fora do ar e o servidor de volta, sem perder o filtro', async ({ page, consolo }) => {
  consolo.tolerar(/503/)
  await entrar(page)
  await page.route('**/api/v1/clientes?*', (rota) =>
    rota.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'Indisponível', status: 503, codigo: 'indisponivel', detail: 'o banco não respondeu' }) }),
  )
  await page.goto('/clientes?busca=metal')
  const falha = page.getByRole('alert').filter({ hasText: 'Não foi possível carregar os clientes' })
  await expect(falha).toBeVisible()
  await page.unroute('**/api/v1/clientes?*')
  await falha.getByRole('button', { name: 'Tentar de novo' }).click()
  await expect(page.getByRole('region', { name: 'Lista de clientes' })).toContainText('Metalúrgica')
  await expect(page.getByRole('searchbox')).toHaveValue('metal')
})

test('um PDF que não abre não se aprova, e a tela diz o que fazer', async ({ page, consolo }) => {
  test.setTimeout(180_000)
  consolo.tolerar(/InvalidPDF|Invalid PDF/)
  await entrar(page)
  const prontos = () => listarProcessos(page, { status_processo: 'AGUARDANDO_APROVACAO' })
  if ((await prontos()).length === 0) {
    const [espera] = await listarProcessos(page, { status_processo: 'AGUARDANDO_DOWNLOAD' })
    await baixar(page, espera!.id)
    await expect.poll(async () => (await prontos()).length, { timeout: 120_000 }).toBeGreaterThan(0)
  }
  const [pronto] = await prontos()
  await page.route(`**/api/v1/processos/${pronto!.id}/fatura`, (rota) => rota.fulfill({ status: 200, contentType: 'application/pdf', body: 'isto não é um PDF' }))
  await page.goto(`/aprovacoes?processo=${pronto!.id}`)
  await expect(page.getByRole('main').getByRole('alert').first()).toBeVisible()
  const aprovar = page.getByRole('button', { name: /^Aprovar/ }).first()
  await expect(aprovar).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('a')
  expect((await prontos()).some((p) => p.id === pronto!.id), 'nada foi aprovado').toBe(true)
})

test('um mês sem nada leva ao primeiro passo', async ({ page }) => {
  await entrar(page)
  for (const caminho of ['/?mes_ano=2031-01', '/processos?mes_ano=2031-01']) {
    await page.goto(caminho)
    await expect(page.getByRole('main').getByRole('button').or(page.getByRole('main').getByRole('link')).filter({ hasText: /[Cc]riar/ }).first()).toBeVisible()
  }
})
