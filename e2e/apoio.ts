import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { credencial } from './ambiente'

/** Mensagens de console esperadas pela jornada (por exemplo, o 401 de uma senha errada). */
interface Consolo {
  tolerar(padrao: RegExp): void
}

/** `test` que falha se a página escrever erro ou aviso no console, ou lançar exceção. */
export const test = base.extend<{ consolo: Consolo }>({
  consolo: [
    async ({ page }, usar) => {
      const tolerados: RegExp[] = []
      const ditos: string[] = []
      page.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning') ditos.push(m.text())
      })
      page.on('pageerror', (e) => ditos.push(String(e)))
      await usar({ tolerar: (padrao) => void tolerados.push(padrao) })
      expect(ditos.filter((d) => !tolerados.some((t) => t.test(d))), 'o console deveria estar limpo').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

export async function entrar(page: Page): Promise<void> {
  const { email, senha } = credencial()
  await page.goto('/')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Senha', { exact: true }).fill(senha)
  await page.getByLabel('Senha', { exact: true }).press('Enter')
  await expect(page.getByRole('button', { name: /^Perfil de / })).toBeVisible()
}

/** Cria pela tela os processos de um mês (0 é o corrente, 1 o anterior) e fica na lista dele. */
export async function criarMes(page: Page, mesesAtras: number): Promise<void> {
  await page.goto('/processos')
  await page.getByRole('button', { name: 'Criar mês' }).click()
  const dialogo = page.getByRole('dialog', { name: 'Criar os processos do mês' })
  // A primeira opção é o mês que vem.
  await dialogo.getByLabel('Competência').selectOption({ index: mesesAtras + 1 })
  await dialogo.getByRole('button', { name: 'Criar processos' }).click()
  await expect(dialogo).toBeHidden()
  await expect(page).toHaveURL(/mes_ano=\d{4}-\d{2}/)
}

/** Inicia pela tela o primeiro download possível da lista e diz de que cliente. */
export async function iniciarDownload(page: Page): Promise<string> {
  const lista = page.getByRole('region', { name: 'Lista de processos' })
  const baixar = lista.getByRole('button', { name: /^Baixar / }).and(page.locator(':not([aria-disabled])')).first()
  const cliente = ((await baixar.getAttribute('aria-label')) ?? '').replace(/^Baixar /, '').replace(/, [^,]*$/, '')
  await baixar.focus()
  await baixar.press('Enter')
  await expect(page.getByRole('region', { name: 'Avisos' })).toContainText(`Download de ${cliente} iniciado.`)
  return cliente
}

/** Falha se o axe achar algo sério ou crítico no que está na tela. */
export async function conferirAcessibilidade(page: Page, onde: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  const graves = violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.help} em ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)
  // Branda: uma tela ruim não esconde as outras.
  expect.soft(graves, `acessibilidade de ${onde}`).toEqual([])
}

export type Tema = 'claro' | 'escuro'

/** Escolhe o tema antes de a página abrir, como a pessoa que já o escolheu. */
export async function escolherTema(page: Page, tema: Tema): Promise<void> {
  await page.addInitScript((t) => localStorage.setItem('regente.tema', t), tema)
}
