import { defineConfig } from '@playwright/test'
import { acharChromium, argumentos, url } from './ambiente'

export default defineConfig({
  outputDir: 'resultados',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: url,
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: acharChromium(), args: argumentos },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'jornadas', testDir: 'jornadas' },
    { name: 'telas', testDir: 'telas' },
    { name: 'medidas', testDir: 'medidas' },
  ],
})
