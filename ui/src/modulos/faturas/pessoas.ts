/** "Helena Prado" → "HP"; sem nome, "?". */
export function inicialDe(nome: string | null | undefined): string {
  const partes = (nome ?? '').trim().split(/\s+/).filter(Boolean)
  const primeira = Array.from(partes[0] ?? '')[0] ?? '?'
  const ultima = partes.length > 1 ? (Array.from(partes.at(-1) ?? '')[0] ?? '') : ''
  return (primeira + ultima).toLocaleUpperCase('pt-BR')
}
