/**
 * Mantém as linhas onde a pessoa as viu: o que muda de lugar no servidor fica parado na tela,
 * o que some sai, o que nasce entra depois do vizinho que o servidor lhe dá.
 */
export function ordenarComoAntes<T>(antes: readonly string[], agora: readonly T[], chaveDe: (item: T) => string): T[] {
  const porChave = new Map(agora.map((item) => [chaveDe(item), item]))
  const vistas = antes.filter((c) => porChave.has(c))
  const conhecidas = new Set(vistas)
  const depoisDe = new Map<string | null, string[]>()
  let vizinha: string | null = null
  for (const item of agora) {
    const chave = chaveDe(item)
    if (conhecidas.has(chave)) vizinha = chave
    else depoisDe.set(vizinha, [...(depoisDe.get(vizinha) ?? []), chave])
  }
  const ordem = [...(depoisDe.get(null) ?? []), ...vistas.flatMap((c) => [c, ...(depoisDe.get(c) ?? [])])]
  return ordem.flatMap((c) => porChave.get(c) ?? [])
}

/** Verdadeiro quando a ordem na tela já não é a do servidor. */
export function estaForaDeOrdem<T>(naTela: readonly T[], doServidor: readonly T[], chaveDe: (item: T) => string): boolean {
  return naTela.some((item, n) => {
    const outro = doServidor[n]
    return outro === undefined || chaveDe(item) !== chaveDe(outro)
  })
}
