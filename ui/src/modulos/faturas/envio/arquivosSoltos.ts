/** Os arquivos de um arrasto, entrando nas pastas: soltar a pasta do mês funciona. */
export async function arquivosSoltos(dados: DataTransfer): Promise<File[]> {
  // As entradas só podem ser lidas já: depois de esperar, o navegador as esvazia.
  const entradas = [...dados.items].flatMap((i) => i.webkitGetAsEntry?.() ?? [])
  if (entradas.length === 0) return [...dados.files]
  return (await Promise.all(entradas.map(abrir))).flat()
}

async function abrir(entrada: FileSystemEntry): Promise<File[]> {
  if (entrada.isFile) return [await new Promise<File>((sim, nao) => (entrada as FileSystemFileEntry).file(sim, nao))]
  const leitor = (entrada as FileSystemDirectoryEntry).createReader()
  const dentro: FileSystemEntry[] = []
  // O leitor entrega aos pedaços, até um pedaço vazio.
  for (;;) {
    const pedaco = await new Promise<FileSystemEntry[]>((sim, nao) => leitor.readEntries(sim, nao))
    if (pedaco.length === 0) break
    dentro.push(...pedaco)
  }
  return (await Promise.all(dentro.filter((d) => !d.name.startsWith('.')).map(abrir))).flat()
}

export function temArquivos(dados: DataTransfer | null): boolean {
  return dados?.types.includes('Files') ?? false
}
