import { conferirAcessibilidade, entrar, expect, test } from '../apoio'

test('entra, vê os processos, inicia um download e segue os registros até o fim', async ({ page }) => {
  await entrar(page)
  const lista = page.getByRole('region', { name: 'Lista de processos' })
  await expect(lista.getByRole('row').nth(1)).toBeVisible()

  await page.getByRole('navigation', { name: 'Situação' }).getByRole('button', { name: 'Aguardando download' }).click()
  await expect(page).toHaveURL(/status_processo=AGUARDANDO_DOWNLOAD/)

  const baixar = lista.getByRole('button', { name: /^Baixar / }).and(page.locator(':not([aria-disabled])')).first()
  const cliente = ((await baixar.getAttribute('aria-label')) ?? '').replace(/^Baixar /, '').replace(/, [^,]*$/, '')
  await baixar.focus()
  await baixar.press('Enter')

  const avisos = page.getByRole('region', { name: 'Avisos' })
  await expect(avisos).toContainText(`Download de ${cliente} iniciado.`)
  await avisos.getByRole('link', { name: 'Acompanhar' }).click()

  await expect(page).toHaveURL(/\/execucoes\//)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(cliente)
  const registros = page.getByRole('list', { name: 'Linhas de registro' })
  await expect(registros.getByRole('listitem').first()).toBeVisible({ timeout: 60_000 })

  const visor = page.getByRole('region', { name: 'Registros', exact: true })
  await expect(visor.getByRole('status').filter({ hasText: 'Encerrado' })).toBeVisible({ timeout: 90_000 })
  await expect(page.getByRole('main').getByText('Concluída').first()).toBeVisible()
  expect(await registros.getByRole('listitem').count()).toBeGreaterThan(1)
  await conferirAcessibilidade(page, 'execução encerrada')
})
