import { conferirAcessibilidade, criarMes, entrar, expect, test } from '../apoio'
import { baixar, listarProcessos, mesDoEndereco } from '../faturas'

/** Um navegador de verdade busca a fatura, e outro a envia depois do tempo de desfazer. */
const ESPERA_DO_ROBO_MS = 60_000

test('a fatura chega à fila, é rejeitada, volta e é aprovada pelo teclado até o SAT', async ({ page }) => {
  test.setTimeout(4 * ESPERA_DO_ROBO_MS)
  await entrar(page)
  await criarMes(page, 2)
  const mes = mesDoEndereco(page)
  const [alvo] = await listarProcessos(page, { mes_ano: mes, status_processo: 'AGUARDANDO_DOWNLOAD', ordem: '-criacao' })
  if (!alvo) throw new Error('O mês criado deveria ter processos à espera de download.')
  const quem = alvo.cliente.razao_social

  // Com a fila aberta, manda-se baixar: a fatura aparece sozinha.
  await page.goto('/aprovacoes')
  await expect(page.getByRole('heading', { name: 'Aprovações', level: 1 })).toBeVisible()
  const naFila = page.locator(`a[data-id="${alvo.id}"]`)
  await expect(naFila).toBeHidden()
  await baixar(page, alvo.id)
  await expect(naFila).toBeVisible({ timeout: ESPERA_DO_ROBO_MS })

  // Confere: o PDF na tela, os dados ao lado e o que foi lido marcado no papel.
  await page.goto(`/aprovacoes?processo=${alvo.id}`)
  const conferencia = page.getByRole('region', { name: 'Conferência' })
  await expect(conferencia.getByRole('heading', { level: 2 })).toHaveText(quem)
  const papel = page.getByRole('region', { name: 'PDF da fatura' })
  await expect(papel.getByRole('region', { name: /^Página 1 de \d+$/ })).toContainText(/\d{2}\/\d{2}\/\d{4}/)
  const aprovar = conferencia.getByRole('button', { name: /^Aprovar/ })
  await expect(aprovar).not.toHaveAttribute('aria-disabled', 'true')
  await conferirAcessibilidade(page, 'aprovações')

  // Procura no papel e volta.
  await page.keyboard.press('f')
  await page.keyboard.type('vencimento')
  await expect(papel.getByText(/^Resultado da busca: ?1 de \d+$/)).toBeVisible()
  await page.keyboard.press('Escape')

  // Rejeitar exige o motivo.
  await page.keyboard.press('r')
  await page.keyboard.press('Control+Enter')
  await expect(conferencia.getByRole('alert')).toContainText('Escreva o motivo')
  await page.keyboard.type('Valor de outro contrato')
  await page.keyboard.press('Control+Enter')
  const avisos = page.getByRole('region', { name: 'Avisos' })
  await expect(avisos).toContainText(`Rejeitada: ${quem}`)
  await expect(naFila).toBeHidden()

  // Baixa de novo: volta à fila, com a rejeição à vista.
  await baixar(page, alvo.id)
  await expect(naFila).toBeVisible({ timeout: ESPERA_DO_ROBO_MS })
  await page.goto(`/aprovacoes?processo=${alvo.id}`)
  await expect(conferencia.getByRole('list', { name: 'Rejeições anteriores' })).toContainText('Valor de outro contrato')

  // Aprova, desfaz, aprova de novo: tudo pelo teclado.
  await expect(aprovar).not.toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('a')
  await expect(avisos).toContainText(`Aprovada: ${quem}`)
  await expect(naFila).toBeHidden()
  const desfazer = avisos.getByRole('button', { name: /^Desfazer/ })
  if (await desfazer.isVisible()) {
    await page.keyboard.press('z')
    await expect(avisos).toContainText(`Aprovação desfeita: ${quem}`)
    await expect(page).toHaveURL(new RegExp(alvo.id))
    await expect(aprovar).not.toHaveAttribute('aria-disabled', 'true')
    await page.keyboard.press('a')
    await expect(naFila).toBeHidden()
  }

  // No SAT.
  await expect(async () => {
    const [agora] = (await listarProcessos(page, { mes_ano: mes })).filter((p) => p.id === alvo.id)
    expect(agora?.status_processo).toBe('UPLOAD_REALIZADO')
  }).toPass({ timeout: 2 * ESPERA_DO_ROBO_MS })
  await page.goto(`/processos/${alvo.id}`)
  await expect(page.getByRole('main').getByText('Enviado ao SAT').first()).toBeVisible()
})

test('no telefone se confere e se decide com o polegar', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await entrar(page)
  await page.goto('/aprovacoes')
  await expect(page.getByRole('heading', { name: 'Aprovações', level: 1 })).toBeVisible()
  const opcoes = page.getByRole('group', { name: 'O que mostrar' })
  await expect(opcoes.or(page.getByText('Nada espera aprovação')).first()).toBeVisible()
  if (await opcoes.isVisible()) {
    await opcoes.getByRole('button', { name: /^Fila/ }).click()
    await expect(page.getByRole('complementary', { name: 'Fila de aprovação' })).toBeVisible()
    await opcoes.getByRole('button', { name: 'PDF inteiro' }).click()
    await expect(page.getByRole('region', { name: 'PDF da fatura' })).toBeInViewport()
    await expect(page.getByRole('button', { name: /^Rejeitar/ })).toBeInViewport()
  }
  await conferirAcessibilidade(page, 'aprovações no telefone')
})
