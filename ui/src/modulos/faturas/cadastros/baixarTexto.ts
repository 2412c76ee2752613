/** Entrega um texto como arquivo, sem ir ao servidor. */
export function baixarTexto(nome: string, texto: string, tipo = 'text/csv'): void {
  const endereco = URL.createObjectURL(new Blob([texto], { type: `${tipo};charset=utf-8` }))
  const ligacao = document.createElement('a')
  ligacao.href = endereco
  ligacao.download = nome
  ligacao.click()
  // O navegador já segurou o conteúdo quando o clique volta.
  setTimeout(() => URL.revokeObjectURL(endereco), 0)
}
