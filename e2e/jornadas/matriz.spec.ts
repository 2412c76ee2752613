import { conferirAcessibilidade, entrar, expect, test } from '../apoio'
import type { Locator, Page } from '@playwright/test'

/*
 * Início e Matriz do mês contra o servidor de verdade, em dois meses seguidos que ninguém criou ainda:
 * assim as outras jornadas não os mudam no meio, e esta pode rodar de novo no mesmo servidor.
 */
interface Mes {
  competencia: string
  extenso: string
}
let mes: Mes
let seguinte: Mes

function mesAtras(atras: number): Mes {
  const hoje = new Date()
  const d = new Date(hoje.getFullYear(), hoje.getMonth() - atras, 1)
  const extenso = `${new Intl.DateTimeFormat('pt-BR', { month: 'long' }).format(d)} de ${d.getFullYear()}`
  return { competencia: `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}`, extenso }
}

async function estaVazio(page: Page, { competencia }: Mes): Promise<boolean> {
  const resposta = await page.request.get(`/api/v1/processos/painel?mes_ano=${competencia}`)
  return ((await resposta.json()) as { total: number }).total === 0
}

/** O primeiro par de meses vazios, do mais novo ao mais velho que a tela oferece para preencher. */
async function acharMesesVazios(page: Page): Promise<void> {
  for (let atras = 4; atras < 24; atras++) {
    const [velho, novo] = [mesAtras(atras), mesAtras(atras - 1)]
    if ((await estaVazio(page, velho)) && (await estaVazio(page, novo))) {
      mes = velho
      seguinte = novo
      return
    }
  }
  throw new Error('não há dois meses vazios seguidos nos últimos dois anos')
}

test.describe.configure({ mode: 'serial' })

const grade = (page: Page): Locator => page.getByRole('grid', { name: /Matriz de faturas/ })
const barra = (page: Page): Locator => page.getByRole('toolbar', { name: /Ações para as faturas/ })
const faltando = (page: Page): Locator => grade(page).getByRole('gridcell', { name: /sem processo/ })
const esperando = (page: Page): Locator => grade(page).getByRole('gridcell', { name: /Aguardando download/ })

test('o mês vazio leva a criar; na matriz, cria-se pelo teclado o que falta', async ({ page }) => {
  await entrar(page)
  await acharMesesVazios(page)
  await page.goto(`/?mes_ano=${mes.competencia}`)
  await expect(page.getByRole('heading', { name: `Ainda não há processos em ${mes.extenso}` })).toBeVisible()
  await conferirAcessibilidade(page, 'Início de mês vazio')

  await page.goto(`/matriz?mes_ano=${mes.competencia}`)
  await expect(faltando(page).first()).toBeVisible()
  const antes = await faltando(page).count()

  await faltando(page).first().focus()
  await page.keyboard.press(' ')
  await expect(barra(page)).toContainText(/\d+ selecionadas?/)
  await expect(barra(page).getByRole('button', { name: /Aprovar/ })).toHaveAttribute('aria-disabled', 'true')
  await conferirAcessibilidade(page, 'matriz com seleção')
  await barra(page).getByRole('button', { name: 'Criar', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Avisos' })).toContainText(/processos? criados?/)
  await expect(faltando(page)).toHaveCount(antes - 1)
  await expect(barra(page)).toBeHidden()

  await page.getByRole('button', { name: /^Criar os? .*falta/ }).click()
  await expect(faltando(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Criar os? .*falta/ })).toBeHidden()
})

test('setas andam, Shift estende, Enter conta a história e Esc devolve o foco', async ({ page }) => {
  await entrar(page)
  await page.goto(`/matriz?mes_ano=${mes.competencia}&ordem=nome`)
  const primeira = grade(page).locator('[data-linha="0"][data-coluna="1"]')
  await primeira.focus()
  await page.keyboard.press('ArrowDown')
  await expect(grade(page).locator('[data-linha="1"][data-coluna="1"]')).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Control+Home')
  await expect(grade(page).locator('[data-linha="0"][data-coluna="0"]')).toBeFocused()
  await page.keyboard.press(' ')
  await expect(barra(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(barra(page)).toBeHidden()

  const celula = esperando(page).first()
  await celula.focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(barra(page)).toContainText('selecionada')
  await page.keyboard.press('Escape')

  await celula.focus()
  await page.keyboard.press('Enter')
  const cartao = page.getByRole('dialog')
  await expect(cartao).toBeVisible()
  await expect(cartao.getByRole('link').first()).toBeFocused()
  await conferirAcessibilidade(page, 'cartão da célula')
  await page.keyboard.press('Escape')
  await expect(cartao).toBeHidden()
  await expect(celula).toBeFocused()
})

test('preenche o mês seguinte dizendo antes quantos cria, e os números do Início levam às listas', async ({ page }) => {
  await entrar(page)
  await page.goto('/matriz')
  await page.getByRole('button', { name: 'Preencher meses anteriores' }).click()
  const dialogo = page.getByRole('dialog', { name: 'Preencher meses anteriores' })
  await dialogo.getByLabel('De', { exact: true }).selectOption(seguinte.competencia)
  await dialogo.getByLabel('Até', { exact: true }).selectOption(seguinte.competencia)
  const criar = dialogo.getByRole('button', { name: /^Criar \d+ processos$/ })
  await expect(criar).toBeEnabled()
  const quantos = Number(/\d+/.exec(await criar.innerText())?.[0])
  await conferirAcessibilidade(page, 'preencher meses')
  await criar.click()
  // O botão só vira este depois que o mês foi criado.
  await dialogo.getByRole('button', { name: 'Abrir o último mês' }).click()
  await expect(page).toHaveURL(new RegExp(`mes_ano=${seguinte.competencia}`))
  await expect(esperando(page).first()).toBeVisible()

  await page.goto(`/?mes_ano=${seguinte.competencia}`)
  await expect(page.getByRole('term').filter({ hasText: 'Processos do mês' })).toBeVisible()
  await page.getByRole('link', { name: String(quantos), exact: true }).first().click()
  await expect(page).toHaveURL(new RegExp(`/processos\\?mes_ano=${seguinte.competencia}`))
})

test('os atalhos do Início e os números por trás dos desenhos', async ({ page }) => {
  await entrar(page)
  await page.goto(`/?mes_ano=${seguinte.competencia}`)
  await expect(page.getByRole('region', { name: 'Processos por situação' })).toBeVisible()
  await conferirAcessibilidade(page, 'Início')
  await page.getByRole('button', { name: 'Ver os números: Ritmo do mês' }).click()
  await expect(page.getByRole('columnheader', { name: 'Baixadas' })).toBeVisible()
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog', { name: 'Criar os processos do mês' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('d')
  await expect(page.getByRole('dialog', { name: /^Executar os downloads/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('e')
  await expect(page).toHaveURL(/\/envio/)
})
