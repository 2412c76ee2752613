import { credencial } from '../ambiente'
import { conferirAcessibilidade, entrar, expect, test } from '../apoio'

test('a senha errada diz o mesmo que o e-mail desconhecido, e o foco volta à senha', async ({ page, consolo }) => {
  consolo.tolerar(/401/)
  await page.goto('/')
  const recusas: string[] = []
  for (const email of [credencial().email, 'ninguem@desconhecido.example']) {
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Senha', { exact: true }).fill('senha-que-nao-existe')
    await page.getByRole('button', { name: 'Entrar' }).click()
    const aviso = page.getByRole('alert')
    await expect(aviso).toContainText('Não foi possível entrar.')
    recusas.push((await aviso.textContent()) ?? '')
    await expect(page.getByLabel('Senha', { exact: true })).toBeFocused()
  }
  expect(recusas[0]).toBe(recusas[1])
  await conferirAcessibilidade(page, 'entrada recusada')
})

test('quem chega por um link sem sessão entra e cai na vista do link', async ({ page }) => {
  await page.goto('/processos?status_processo=UPLOAD_REALIZADO')
  await expect(page.getByRole('heading', { name: 'Entrar' })).toBeVisible()
  const { email, senha } = credencial()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Senha', { exact: true }).fill(senha)
  await page.getByRole('button', { name: 'Entrar' }).click()
  await expect(page).toHaveURL(/\/processos\?status_processo=UPLOAD_REALIZADO/)
})

test('sair volta à entrada, e o endereço de antes pede a senha', async ({ page }) => {
  await entrar(page)
  await page.getByRole('button', { name: /^Perfil de / }).click()
  await page.getByRole('menuitem', { name: 'Sair' }).click()
  await expect(page.getByRole('heading', { name: 'Entrar' })).toBeVisible()
  await page.goto('/processos')
  await expect(page.getByRole('heading', { name: 'Entrar' })).toBeVisible()
})
