const UNIDADES = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** 482_113 → "471 KB"; 1_572_864 → "1,5 MB". */
export function formatarBytes(bytes: number): string {
  let valor = Math.max(0, bytes)
  let n = 0
  while (valor >= 1024 && n < UNIDADES.length - 1) {
    valor /= 1024
    n++
  }
  const texto = n === 0 || valor >= 100 ? String(Math.round(valor)) : valor.toFixed(1).replace('.', ',').replace(',0', '')
  return `${texto}\u00a0${UNIDADES[n]}`
}
