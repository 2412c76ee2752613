/*
 * A conta por trás dos desenhos do Início: só números e caminhos de SVG, para se provar sem tela.
 */

export interface Arco<T> {
  parte: T
  /** Comprimento e começo, no perímetro. */
  tamanho: number
  inicio: number
}

/** Fatias de uma rosca: a menor ainda se vê, há um vão entre elas, e as vazias não aparecem. */
export function fatiar<T extends { quantidade: number }>(partes: readonly T[], perimetro: number, vao = 1.2, minimo = 2.4): Arco<T>[] {
  const visiveis = partes.filter((p) => p.quantidade > 0)
  const total = visiveis.reduce((soma, p) => soma + p.quantidade, 0)
  if (visiveis.length < 2) return visiveis.map((parte) => ({ parte, tamanho: perimetro, inicio: 0 }))
  const livre = perimetro - vao * visiveis.length
  const pequenas = visiveis.filter((p) => (p.quantidade / total) * livre < minimo)
  const grandes = total - pequenas.reduce((soma, p) => soma + p.quantidade, 0)
  const paraGrandes = livre - minimo * pequenas.length
  let inicio = 0
  return visiveis.map((parte) => {
    const tamanho = pequenas.includes(parte) ? minimo : (parte.quantidade / grandes) * paraGrandes
    const arco = { parte, tamanho, inicio }
    inicio += tamanho + vao
    return arco
  })
}

/** Marcas redondas de um eixo, de zero até passar do maior: no máximo `quantas` intervalos. */
export function marcasDoEixo(maior: number, quantas = 4): number[] {
  if (maior <= 0) return [0, 1]
  const bruto = maior / quantas
  const grandeza = 10 ** Math.floor(Math.log10(bruto))
  const passo = Math.max(1, ([1, 2, 2.5, 5, 10].find((n) => n * grandeza >= bruto && (n * grandeza) % 1 === 0) ?? 10) * grandeza)
  const marcas: number[] = []
  for (let n = 0; n <= maior; n += passo) marcas.push(n)
  return marcas
}

export interface Ponto {
  x: number
  y: number
}

export function tracar(pontos: readonly Ponto[]): string {
  return pontos.map((p, n) => `${n ? 'L' : 'M'}${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join('')
}

/** Dois rótulos que não se sobrepõem: afasta-os por igual, sem sair dos limites. */
export function afastar(a: number, b: number, distancia: number, minimo: number, maximo: number): [number, number] {
  if (Math.abs(a - b) >= distancia) return [a, b]
  const meio = (a + b) / 2
  const alto = Math.max(minimo, Math.min(maximo - distancia, meio - distancia / 2))
  return a <= b ? [alto, alto + distancia] : [alto + distancia, alto]
}

/** Os dias de um mês e dos que passaram dele, se houve: ["2026-11-01", …]. */
export function diasDoEixo(mes: string, ultimo: string | undefined): string[] {
  const [ano, numero] = mes.split('-').map(Number) as [number, number]
  const noMes = new Date(Date.UTC(ano, numero, 0)).toISOString().slice(0, 10)
  const fim = ultimo && ultimo > noMes ? ultimo : noMes
  const dias: string[] = []
  for (let d = new Date(`${mes}-01T00:00:00Z`); d.toISOString().slice(0, 10) <= fim && dias.length < 400; d.setUTCDate(d.getUTCDate() + 1)) dias.push(d.toISOString().slice(0, 10))
  return dias
}
