export interface Mudanca {
  campo: string
  antes: string
  depois: string
}

const AUSENTE = '–'

function emTexto(valor: unknown): string {
  if (valor === null || valor === undefined || valor === '') return AUSENTE
  if (typeof valor === 'boolean') return valor ? 'sim' : 'não'
  return typeof valor === 'object' ? JSON.stringify(valor) : `${valor as string | number}`
}

/** Campo a campo, só o que difere; num registro novo, o que ele tem. Rótulo: o nome do campo, sem sublinhado. */
export function compararFato(antes: unknown, depois: unknown): Mudanca[] {
  const [de, para] = [emCampos(antes), emCampos(depois)]
  return [...new Set([...Object.keys(de), ...Object.keys(para)])]
    .map((chave) => ({ campo: chave.replaceAll('_', ' '), antes: emTexto(de[chave]), depois: emTexto(para[chave]) }))
    .filter((m) => m.antes !== m.depois)
}

function emCampos(valor: unknown): Record<string, unknown> {
  if (valor === null || valor === undefined) return {}
  return typeof valor === 'object' && !Array.isArray(valor) ? (valor as Record<string, unknown>) : { valor }
}
