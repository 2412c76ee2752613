import type { Page } from '@playwright/test'
import { credencial } from '../ambiente'
import { conferirAcessibilidade, expect, test } from '../apoio'

/** Entra e abre o perfil: uma página da moldura, que não depende do que há na conta. */
async function abrirPerfil(page: Page): Promise<void> {
  const { email, senha } = credencial()
  await page.goto('/perfil')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Senha', { exact: true }).fill(senha)
  await page.getByLabel('Senha', { exact: true }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Meu perfil', level: 1 })).toBeVisible()
}

const menu = (page: Page) => page.getByRole('navigation', { name: 'Menu principal' })

test('a paleta acha páginas e registros só pelo teclado, e lembra o que se abriu', async ({ page }) => {
  await abrirPerfil(page)
  const busca = page.getByRole('button', { name: /Buscar ou executar/ })
  await busca.focus()
  await page.keyboard.press('Control+k')
  const paleta = page.getByRole('dialog', { name: 'Buscar ou executar um comando' })
  const campo = paleta.getByRole('combobox')
  await expect(campo).toBeFocused()
  await conferirAcessibilidade(page, 'paleta')

  await page.keyboard.press('Escape')
  await expect(paleta).toBeHidden()
  await expect(busca).toBeFocused()

  // Um atalho de uma letra não dispara dentro do campo: "?" é texto.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('manual?')
  await expect(page.getByRole('dialog', { name: 'Atalhos de teclado' })).toBeHidden()
  await page.keyboard.press('Backspace')
  await expect(paleta.getByRole('option', { selected: true })).toContainText('Manual de quem usa')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/ajuda$/)
  const titulo = page.getByRole('heading', { name: 'Manual de quem usa', level: 1 })
  await expect(titulo).toBeFocused()
  await expect(page).toHaveTitle(/^Manual · /)

  await page.keyboard.press('Control+k')
  await expect(paleta.getByRole('group', { name: 'Recentes' }).getByRole('option')).toContainText(['Manual de quem usa'])
  // O que vem do servidor: as setas andam por ele e o leitor de tela sabe onde se está.
  await campo.fill('a b c nada se chama assim')
  await expect(paleta.getByText(/^Nada com/)).toBeVisible()
  await campo.fill('metal')
  const segundo = paleta.getByRole('option').nth(1)
  await expect(segundo).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(segundo).toHaveAttribute('aria-selected', 'true')
  await expect(campo).toHaveAttribute('aria-activedescendant', (await segundo.getAttribute('id')) ?? '')
})

test('o tema se escolhe no topo e fica', async ({ page }) => {
  await abrirPerfil(page)
  await page.getByRole('button', { name: /^Tema: / }).click()
  await page.getByRole('menuitemradio', { name: 'Escuro' }).click()
  await expect(page.locator('html')).toHaveClass(/dark/)
  await page.reload()
  await expect(page.locator('html')).toHaveClass(/dark/)
  await expect(page.getByRole('button', { name: 'Tema: escuro' })).toBeVisible()
})

test('a barra lateral se recolhe em ícones que continuam com nome', async ({ page }) => {
  await abrirPerfil(page)
  await page.getByRole('button', { name: 'Recolher o menu' }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Abrir o menu' })).toBeVisible()
  await menu(page).getByRole('link', { name: 'Operadoras' }).click()
  await expect(page).toHaveURL(/\/operadoras/)
  await expect(menu(page).getByRole('link', { name: 'Operadoras' })).toHaveAttribute('aria-current', 'page')
})

test('no telefone o menu é uma gaveta que fecha ao escolher', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await abrirPerfil(page)
  await expect(menu(page)).toBeHidden()
  await page.getByRole('button', { name: 'Abrir menu' }).click()
  await expect(page.getByRole('button', { name: 'Fechar menu' })).toBeFocused()
  await conferirAcessibilidade(page, 'gaveta do menu')
  await menu(page).getByRole('link', { name: 'Operadoras' }).click()
  await expect(page).toHaveURL(/\/operadoras/)
  await expect(menu(page)).toBeHidden()
})

test('sem rede a tela diz desde quando, e ao voltar se refaz sozinha', async ({ page, context, consolo }) => {
  consolo.tolerar(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK|Failed to fetch/)
  await abrirPerfil(page)
  await expect(menu(page).getByRole('status')).toHaveText('ao vivo')
  await context.setOffline(true)
  await expect(page.getByRole('alert').filter({ hasText: /^Sem conexão com o servidor desde \d\d:\d\d\. Tentando de novo…/ })).toBeVisible()
  await expect(menu(page).getByRole('status')).toHaveText(/^sem conexão desde \d\d:\d\d$/)
  await conferirAcessibilidade(page, 'sem conexão')
  await context.setOffline(false)
  await expect(page.getByText('Conexão refeita.')).toBeVisible()
  await expect(menu(page).getByRole('status')).toHaveText('ao vivo')
})

test('a sessão que acaba no meio pede só a senha, e o que se digitou continua lá', async ({ page, context, consolo }) => {
  consolo.tolerar(/401/)
  await abrirPerfil(page)
  const nome = page.getByLabel('Nome', { exact: true })
  const antes = await nome.inputValue()
  await nome.fill('Nome que ninguém salvou')
  await context.clearCookies()
  await page.getByRole('button', { name: 'Salvar o nome' }).click()

  const dialogo = page.getByRole('dialog', { name: 'Sua sessão terminou' })
  const senha = dialogo.getByLabel('Senha')
  await expect(senha).toBeFocused()
  await conferirAcessibilidade(page, 'sessão terminada')
  await page.keyboard.press('Escape')
  await expect(dialogo).toBeVisible()
  await senha.fill('senha-errada')
  await senha.press('Enter')
  await expect(dialogo.getByRole('alert')).toContainText('Não foi possível entrar')
  await senha.fill(credencial().senha)
  await senha.press('Enter')
  await expect(dialogo).toBeHidden()

  await expect(nome).toHaveValue('Nome que ninguém salvou')
  await nome.fill(`${antes} `)
  await page.getByRole('button', { name: 'Salvar o nome' }).click()
  await expect(page.getByRole('region', { name: 'Avisos' })).toContainText('Nome salvo.')
})

test('uma página que não chega deixa a pessoa onde estava e oferece recarregar', async ({ page, consolo }) => {
  consolo.tolerar(/ERR_FAILED|Failed to fetch dynamically|ERR_ABORTED|preload/i)
  await abrirPerfil(page)
  await page.route(/PaginaAjuda/, (rota) => rota.abort())
  await page.getByRole('button', { name: 'Ajuda' }).click()
  await page.getByRole('menuitem', { name: 'Manual de quem usa' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Não foi possível abrir a página' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Meu perfil', level: 1 })).toBeVisible()
  await page.unroute(/PaginaAjuda/)
  await page.getByRole('button', { name: 'Recarregar' }).click()
  await expect(page.getByRole('heading', { name: 'Manual de quem usa', level: 1 })).toBeVisible()
})

test('"?" mostra os atalhos, menos enquanto se digita', async ({ page }) => {
  await abrirPerfil(page)
  await page.getByLabel('Nome', { exact: true }).press('Shift+?')
  await expect(page.getByRole('dialog', { name: 'Atalhos de teclado' })).toBeHidden()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('Shift+?')
  const atalhos = page.getByRole('dialog', { name: 'Atalhos de teclado' })
  await expect(atalhos.getByText('Buscar ou executar um comando')).toBeVisible()
  await conferirAcessibilidade(page, 'atalhos')
})
