import type { Page } from '@playwright/test'

/** O que o navegador conta de si: deslocamentos, interações e o compasso dos quadros. */
interface Observado {
  deslocamento: number
  interacoes: number[]
  quadros: number[]
}

declare global {
  interface Window {
    observado: Observado
  }
}

/** Liga a observação antes de a página abrir. */
export async function observar(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const observado: Observado = { deslocamento: 0, interacoes: [], quadros: [] }
    window.observado = observado
    new PerformanceObserver((lista) => {
      for (const e of lista.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!e.hadRecentInput) observado.deslocamento += e.value
    }).observe({ type: 'layout-shift', buffered: true })
    new PerformanceObserver((lista) => {
      for (const e of lista.getEntries() as (PerformanceEntry & { interactionId?: number })[]) if (e.interactionId) observado.interacoes.push(e.duration)
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
    let antes = performance.now()
    const quadro = (agora: number) => {
      observado.quadros.push(agora - antes)
      antes = agora
      requestAnimationFrame(quadro)
    }
    requestAnimationFrame(quadro)
  })
}

/** Esquece o que se mediu até aqui. */
export async function zerar(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.observado.interacoes.length = 0
    window.observado.quadros.length = 0
  })
}

export async function lerObservado(page: Page): Promise<Observado> {
  // Dois quadros depois, o que a última interação causou já foi contado.
  await page.evaluate(() => new Promise((pronto) => requestAnimationFrame(() => requestAnimationFrame(pronto))))
  return page.evaluate(() => window.observado)
}

export function percentil(valores: number[], p: number): number {
  const ordenados = [...valores].sort((a, b) => a - b)
  return ordenados[Math.min(ordenados.length - 1, Math.floor(ordenados.length * p))] ?? 0
}
