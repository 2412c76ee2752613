const CNPJ = /^([0-9A-Z]{2})([0-9A-Z]{3})([0-9A-Z]{3})([0-9A-Z]{4})(\d{2})$/

/** CNPJ numérico ou alfanumérico: "12ABC34501DE35" → "12.ABC.345/01DE-35". */
export function formatarCnpj(cnpj: string): string {
  const p = CNPJ.exec(cnpj.replace(/[.\-/\s]/g, '').toUpperCase())
  return p ? `${p[1]}.${p[2]}.${p[3]}/${p[4]}-${p[5]}` : cnpj
}

