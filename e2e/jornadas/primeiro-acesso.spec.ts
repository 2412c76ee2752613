import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { conferirAcessibilidade, expect, test } from '../apoio'

const executavel = process.env.REGENTE_EXECUTAVEL

test('o primeiro administrador se cria pelo link do terminal e já entra', async ({ page, consolo }) => {
  test.skip(!executavel, 'só onde REGENTE_EXECUTAVEL diz qual servidor subir')
  const pasta = mkdtempSync(join(tmpdir(), 'regente-primeiro-'))
  const servidor = spawn(executavel ?? '', ['servir', '--endereco', '127.0.0.1:0', '--dados', pasta, '--nivel', 'warn'])
  try {
    const linhas = createInterface({ input: servidor.stdout })
    let link = ''
    for await (const linha of linhas) {
      if (linha.includes('/primeiro-acesso#')) link = linha.trim()
      if (linha.startsWith('regente em ')) break
    }
    expect(link).toContain('http://127.0.0.1:')

    consolo.tolerar(/422/)
    await page.goto(link)
    await page.getByLabel('Seu nome').fill('Ana Prado')
    await page.getByLabel('E-mail').fill('ana@exemplo.com.br')
    await page.getByLabel('Senha').fill('12345678')
    await page.getByRole('button', { name: 'Criar e entrar' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await expect(page.getByLabel('Senha')).toBeFocused()
    await conferirAcessibilidade(page, 'primeiro acesso recusado')

    await page.getByLabel('Senha').fill('uma-senha-de-prova-9')
    await page.getByLabel('Senha').press('Enter')
    await expect(page.getByRole('navigation', { name: 'Menu principal' })).toBeVisible()
  } finally {
    servidor.kill()
    rmSync(pasta, { recursive: true, force: true })
  }
})
