import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { credencial, url } from '../ambiente'
import { conferirAcessibilidade, expect, test } from '../apoio'

/** Entra pela página pedida: sem sessão, a entrada guarda para onde voltar. */
async function entrarEm(page: Page, caminho: string): Promise<void> {
  const { email, senha } = credencial()
  await page.goto(caminho)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Senha', { exact: true }).fill(senha)
  await page.getByLabel('Senha', { exact: true }).press('Enter')
  await expect(page).toHaveURL(new RegExp(`${caminho}$`))
}

const alerta = (page: Page) => page.getByRole('main').getByRole('alert')
const avisos = (page: Page) => page.getByRole('region', { name: 'Avisos' })

/** Um nome que nenhuma outra execução desta jornada usou. */
const marca = Date.now().toString(36).toUpperCase()

test('importar clientes: ensaio linha a linha, relatório dos erros e só as linhas boas', async ({ page }) => {
  await entrarEm(page, '/clientes/importacao')
  const csv = [
    'Razão social;nome_sat;CNPJ;operadora;serviço;unidade',
    `Padaria ${marca} Ltda;Padaria ${marca};12ABC34501DE35;EMB;Fixo;Filial ${marca}`,
    `Mercado ${marca};Mercado ${marca};30774192000155;EMB;Fixo;Matriz`,
    `<b>Açougue</b> ${marca};Açougue;12ABC34501DE35;NAOHA;Fixo;Matriz`,
  ].join('\r\n')
  await page.getByLabel('Arquivo de clientes').setInputFiles({ name: 'clientes.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })

  const linhas = page.getByRole('region', { name: 'Linhas do arquivo' }).getByRole('row')
  await expect(linhas).toHaveCount(4)
  await expect(linhas.filter({ hasText: `Padaria ${marca} Ltda` })).toContainText('Cria')
  await conferirAcessibilidade(page, 'prévia da importação')

  await page.getByRole('button', { name: /^Recusadas/ }).click()
  await expect(linhas).toHaveCount(3)
  await expect(linhas.filter({ hasText: `Mercado ${marca}` })).toContainText('cnpj')
  await expect(linhas.filter({ hasText: `<b>Açougue</b> ${marca}` })).toContainText('operadora')

  const [relatorio] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Relatório das recusadas' }).click()])
  expect(relatorio.suggestedFilename()).toBe('erros-clientes.csv')
  expect(await readFile(await relatorio.path(), 'utf8')).toContain(`Mercado ${marca}`)

  await page.getByRole('button', { name: 'Importar 1 linha boa' }).click()
  await expect(page.getByText('1 cliente criado')).toBeVisible()
  await page.getByRole('button', { name: 'Ver os clientes' }).click()
  await expect(page.getByRole('searchbox')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type(`padaria ${marca.toLowerCase()}`)
  const lista = page.getByRole('region', { name: 'Lista de clientes' })
  await expect(lista.getByRole('row')).toHaveCount(2)

  // Marca pelo teclado e desativa em lote.
  await page.getByRole('searchbox').blur()
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await page.getByRole('toolbar', { name: 'Ações para os selecionados' }).getByRole('button', { name: 'Desativar…' }).click()
  await page.getByRole('dialog', { name: 'Desativar 1 cliente?' }).getByRole('button', { name: 'Desativar 1 cliente' }).click()
  await expect(avisos(page)).toContainText('1 cliente desativado.')
  await expect(lista.getByText('Inativo')).toBeVisible()
})

test('novo cliente: o erro aparece ao lado do campo, o resumo leva a ele e nada digitado se perde', async ({ page, consolo }) => {
  consolo.tolerar(/status of 4(09|22)/)
  await entrarEm(page, '/clientes/novo')
  await page.getByRole('button', { name: 'Criar cliente' }).click()
  await expect(alerta(page)).toContainText('6 campos pedem correção')
  await expect(page.getByLabel('Razão social')).toBeFocused()
  await conferirAcessibilidade(page, 'formulário com erros')

  await alerta(page).getByRole('link', { name: 'CNPJ' }).click()
  await expect(page.getByLabel('CNPJ')).toBeFocused()
  await page.keyboard.type('12abc34501de36')
  await expect(page.getByLabel('CNPJ')).toHaveValue('12.ABC.345/01DE-36')
  await page.keyboard.press('Tab')
  await expect(page.getByText('O dígito não confere. Seria -35?')).toBeVisible()

  await page.getByLabel('CNPJ').fill('12ABC34501DE35')
  await page.getByLabel('Razão social').fill(`Oficina ${marca}`)
  await page.getByRole('button', { name: /^Operadora:/ }).click()
  await page.getByRole('option', { name: /^Embratel/ }).click()
  await page.getByLabel('Unidade').fill(`Loja ${marca}`)
  await page.getByLabel('Serviço').fill('Fixo')
  await page.getByLabel('Nome no SAT').fill(`Oficina ${marca}`)
  // Só o servidor sabe recusar isto: a recusa volta para o lado do campo.
  await page.getByLabel(/^Site de emissão/).fill('https://portal exemplo')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Informe um endereço completo')).toBeVisible()
  await expect(page.getByLabel(/^Site de emissão/)).toBeFocused()
  await expect(page.getByLabel('Razão social')).toHaveValue(`Oficina ${marca}`)

  // Sair com o que não foi salvo pergunta antes.
  await page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Operadoras' }).click()
  await page.getByRole('dialog', { name: 'Sair sem salvar o cliente?' }).getByRole('button', { name: 'Continuar editando' }).click()
  await page.getByLabel(/^Site de emissão/).fill('')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: `Oficina ${marca}` })).toBeVisible()
  await expect(page).toHaveURL(/\/clientes\/[0-9a-f-]{36}$/)
})

test('outra pessoa salvou antes: mostra o que mudou e mantém o que se digitou', async ({ page, consolo }) => {
  consolo.tolerar(/status of 412/)
  await entrarEm(page, '/clientes')
  await page.getByRole('region', { name: 'Lista de clientes' }).getByRole('link').first().click()
  const nome = page.getByLabel('Nome no SAT')
  await nome.fill(`Meu nome ${marca}`)

  const id = page.url().split('/').at(-1) ?? ''
  const endereco = `${url}/api/v1/clientes/${id}`
  const atual = (await (await page.request.get(endereco)).json()) as Record<string, unknown>
  const campos = ['razao_social', 'cnpj', 'operadora_id', 'servico', 'dados_sat', 'filtro', 'login_portal']
  const dados = { ...Object.fromEntries(campos.map((c) => [c, atual[c]])), nome_sat: `Nome da colega ${marca}`, unidade: `Unidade da colega ${marca}` }
  const mudanca = await page.request.put(endereco, { headers: { 'x-regente-csrf': '1', origin: url }, data: dados })
  expect(mudanca.status()).toBe(200)

  await nome.press('Enter')
  const conflito = alerta(page).filter({ hasText: 'mudou o cliente enquanto você editava' })
  const linha = (campo: string) => conflito.getByRole('row').filter({ has: page.getByRole('rowheader', { name: campo }) })
  await expect(linha('Nome no SAT')).toContainText(`Nome da colega ${marca}`)
  await expect(linha('Nome no SAT')).toContainText(`Meu nome ${marca}`)
  await expect(linha('Unidade')).toContainText('não mudou')
  await conferirAcessibilidade(page, 'conflito de versões')

  await conflito.getByRole('button', { name: 'Manter o que digitei' }).click()
  await expect(nome).toHaveValue(`Meu nome ${marca}`)
  await expect(page.getByLabel('Unidade')).toHaveValue(`Unidade da colega ${marca}`)
  await page.getByRole('button', { name: 'Salvar cliente' }).click()
  await expect(avisos(page)).toContainText('salvo.')
})
