/** As linhas de um CSV como texto, para mostrar quem é cada uma. Quem manda na leitura é o servidor. */
export function lerCsv(texto: string): string[][] {
  const primeira = texto.slice(0, texto.search(/[\r\n]|$/))
  const separador = contar(primeira, ';') >= contar(primeira, ',') ? ';' : ','
  const linhas: string[][] = []
  let celulas: string[] = []
  let celula = ''
  let entreAspas = false
  const fecharLinha = () => {
    celulas.push(celula)
    linhas.push(celulas)
    celulas = []
    celula = ''
  }
  for (let n = 0; n < texto.length; n++) {
    const c = texto.charAt(n)
    if (entreAspas) {
      if (c !== '"') celula += c
      else if (texto.charAt(n + 1) === '"') {
        celula += '"'
        n++
      } else entreAspas = false
    } else if (c === '"' && celula === '') entreAspas = true
    else if (c === separador) {
      celulas.push(celula)
      celula = ''
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && texto.charAt(n + 1) === '\n') n++
      fecharLinha()
    } else celula += c
  }
  if (celula !== '' || celulas.length) fecharLinha()
  return linhas
}

function contar(texto: string, sinal: string): number {
  return texto.split(sinal).length - 1
}

/** UTF-8, ou Windows-1252 quando não é UTF-8, como o Excel costuma gravar. */
export function decodificar(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Células viram linhas de CSV com ponto e vírgula, que o Excel em português abre direto. */
export function escreverCsv(linhas: readonly (readonly string[])[]): string {
  // Começo de fórmula ganha apóstrofo: a planilha de quem abre não executa nada.
  const proteger = (c: string) => (/^[=+\-@\t\r]/.test(c) ? `'${c}` : c)
  const celula = (c: string) => (/[";\r\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)
  return `\ufeff${linhas.map((l) => l.map((c) => celula(proteger(c))).join(';')).join('\r\n')}\r\n`
}
