import path from 'node:path'
import type { Page } from '@playwright/test'
import { conferirAcessibilidade, criarMes, entrar, escolherTema, expect, iniciarDownload, test, type Tema } from '../apoio'

/*
 * Fotografa cada página em claro e escuro, a 1440 e a 390, e confere a acessibilidade
 * de cada uma. As imagens vão para REGENTE_TELAS (por omissão, `resultados/telas`).
 */
const pasta = process.env.REGENTE_TELAS ?? 'resultados/telas'
const larguras = [
  { largura: 1440, altura: 900 },
  { largura: 390, altura: 844 },
]

test('prepara o que fotografar: um mês com processos e uma execução', async ({ page }) => {
  await entrar(page)
  await criarMes(page, 0)
  await expect(page.getByRole('region', { name: 'Lista de processos' }).getByRole('row').nth(1)).toBeVisible()
  if ((await page.locator('a[href^="/execucoes/"]').count()) === 0) await iniciarDownload(page)
})

for (const tema of ['claro', 'escuro'] satisfies Tema[]) {
  for (const { largura, altura } of larguras) {
    test(`telas em ${tema} a ${largura}`, async ({ page }) => {
      await page.setViewportSize({ width: largura, height: altura })
      await escolherTema(page, tema)
      const fotografar = async (nome: string) => {
        await conferirAcessibilidade(page, `${nome} (${tema}, ${largura})`)
        await semRolagemLateral(page, nome)
        await page.screenshot({ path: path.join(pasta, `${nome}-${tema}-${largura}.png`) })
      }

      await page.goto('/entrar')
      await expect(page.getByRole('heading', { name: 'Entrar' })).toBeVisible()
      await fotografar('entrar')

      await entrar(page)
      const lista = page.getByRole('region', { name: 'Lista de processos' })
      await expect(lista.getByRole('row').nth(1)).toBeVisible()
      await fotografar('processos')

      if (largura < 900) {
        await page.getByRole('button', { name: 'Abrir menu' }).click()
        await fotografar('menu')
        await page.getByRole('button', { name: 'Fechar menu' }).click()
      }

      await page.getByRole('button', { name: 'Criar mês' }).click()
      const dialogo = page.getByRole('dialog', { name: 'Criar os processos do mês' })
      await expect(dialogo).toBeVisible()
      await parado(page)
      await fotografar('criar-mes')
      await dialogo.getByRole('button', { name: 'Voltar' }).click()
      await expect(dialogo).toBeHidden()

      await page.getByRole('searchbox', { name: 'Buscar processos' }).fill('nada se chama assim')
      await expect(page.getByText('Nenhum processo com estes filtros')).toBeVisible()
      await fotografar('processos-vazia')
      await page.getByRole('button', { name: 'Limpar os filtros' }).click()

      const execucao = page.locator('a[href^="/execucoes/"]').first()
      const destino = await execucao.getAttribute('href')
      if (destino) {
        await page.goto(destino)
        await expect(page.getByRole('list', { name: 'Linhas de registro' }).getByRole('listitem').first()).toBeVisible({ timeout: 90_000 })
        await fotografar('execucao')
        if (largura < 900) {
          await page.getByRole('region', { name: 'Registros', exact: true }).scrollIntoViewIfNeeded()
          await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
          await fotografar('execucao-registros')
        }
      }
    })
  }
}

/** Espera as transições de abertura terminarem. */
async function parado(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getComputedTiming().iterations === Infinity))
}

/** A página nunca rola para o lado: o que é largo rola dentro de si. */
async function semRolagemLateral(page: Page, nome: string): Promise<void> {
  const sobra = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(sobra, `${nome} não deveria rolar para o lado`).toBe(0)
}
