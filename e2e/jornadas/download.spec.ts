import { conferirAcessibilidade, criarMes, entrar, expect, iniciarDownload, test } from '../apoio'

/** O download espera a vez na fila e um navegador de verdade o executa. */
const ESPERA_NA_FILA_MS = 120_000
const ESPERA_DO_ROBO_MS = 120_000

test('cria um mês, inicia um download e segue os registros até o fim', async ({ page }) => {
  test.setTimeout(ESPERA_NA_FILA_MS + ESPERA_DO_ROBO_MS + 60_000)
  await entrar(page)

  // O mês corrente pode já estar todo em andamento; o anterior é só desta jornada.
  await criarMes(page, 1)
  await page.goto(`${page.url()}&status_processo=AGUARDANDO_DOWNLOAD`)

  const cliente = await iniciarDownload(page)
  const avisos = page.getByRole('region', { name: 'Avisos' })
  await avisos.getByRole('link', { name: 'Acompanhar' }).click()

  await expect(page).toHaveURL(/\/execucoes\//)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(cliente)
  const registros = page.getByRole('list', { name: 'Linhas de registro' })
  await expect(registros.getByRole('listitem').first()).toBeVisible({ timeout: ESPERA_NA_FILA_MS })

  const visor = page.getByRole('region', { name: 'Registros', exact: true })
  await expect(visor.getByRole('status').filter({ hasText: 'Encerrado' })).toBeVisible({ timeout: ESPERA_DO_ROBO_MS })
  await expect(page.getByRole('main').getByText('Concluída').first()).toBeVisible()
  expect(await registros.getByRole('listitem').count()).toBeGreaterThan(1)
  await conferirAcessibilidade(page, 'execução encerrada')
})
