import path from 'node:path'
import type { Page } from '@playwright/test'
import { conferirAcessibilidade, entrar, escolherTema, expect, test, type Tema } from '../apoio'
import { localizar, preparar } from './acervo'
import { CENAS } from './cenas'

/*
 * Fotografa cada página e cada diálogo em claro e escuro, a 1440 e a 390, e confere a acessibilidade
 * de cada um. As imagens vão para REGENTE_TELAS (por omissão, `resultados/telas`).
 */
const pasta = process.env.REGENTE_TELAS ?? 'resultados/telas'
const larguras = [
  { largura: 1440, altura: 900 },
  { largura: 390, altura: 844 },
]

test.describe.configure({ timeout: 600_000 })

test('prepara um dia de trabalho', async ({ page }) => {
  await entrar(page)
  await preparar(page)
})

for (const tema of ['claro', 'escuro'] satisfies Tema[]) {
  for (const { largura, altura } of larguras) {
    test(`telas em ${tema} a ${largura}`, async ({ page }) => {
      await page.setViewportSize({ width: largura, height: altura })
      page.setDefaultTimeout(20_000)
      await escolherTema(page, tema)
      const fotografar = async (nome: string) => {
        await parado(page)
        await page.screenshot({ path: path.join(pasta, `${nome}-${tema}-${largura}.png`) })
        await conferirAcessibilidade(page, `${nome} (${tema}, ${largura})`)
        await semRolagemLateral(page, nome)
      }

      await page.goto('/entrar')
      await expect(page.getByRole('heading', { name: 'Entrar' })).toBeVisible()
      await fotografar('entrar')
      await entrar(page)
      const acervo = await localizar(page)

      for (const cena of CENAS.filter((c) => largura > 900 || !c.soLarga)) {
        await test.step(cena.nome, async () => {
          try {
            await page.goto(cena.caminho(acervo))
            await cena.preparar(page)
            await fotografar(cena.nome)
          } catch (falha) {
            // Uma tela que não abre reprova, mas as outras ainda são fotografadas.
            expect.soft(String(falha), `${cena.nome} não ficou pronta`).toBe('')
          }
        })
      }
      if (largura < 900) {
        await page.goto('/clientes')
        await page.getByRole('button', { name: 'Abrir menu' }).click()
        await fotografar('menu')
      }
    })
  }
}

/** Espera as transições terminarem e as linhas chegarem: nada de foto no meio do caminho. */
async function parado(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]') && document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getComputedTiming().iterations === Infinity))
}

/** A página nunca rola para o lado: o que é largo rola dentro de si. */
async function semRolagemLateral(page: Page, nome: string): Promise<void> {
  const sobra = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect.soft(sobra, `${nome} não deveria rolar para o lado`).toBe(0)
}
