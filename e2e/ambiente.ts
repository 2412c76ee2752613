import { existsSync } from 'node:fs'

/** De onde vêm o endereço do servidor e a credencial: só do ambiente, nunca do repositório. */
function exigir(nome: string): string {
  const valor = process.env[nome]
  if (!valor) throw new Error(`Defina ${nome}. Veja e2e/README.md.`)
  return valor
}

export const url = process.env.REGENTE_URL ?? 'http://127.0.0.1:8080'
export const credencial = () => ({ email: exigir('REGENTE_EMAIL'), senha: exigir('REGENTE_SENHA') })

const CANDIDATOS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** O Chromium do sistema: os testes não baixam navegador. */
export function acharChromium(): string {
  const pedido = process.env.REGENTE_CHROMIUM
  const achado = pedido ? pedido : CANDIDATOS.find((c) => existsSync(c))
  if (!achado) throw new Error('Chromium não encontrado. Instale o pacote `chromium` ou defina REGENTE_CHROMIUM.')
  return achado
}

/** O root não pode usar a caixa de areia do Chromium; qualquer outro usuário usa. */
const comoRoot = process.getuid?.() === 0

export const argumentos = [
  ...(comoRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
