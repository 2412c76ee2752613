export interface OpcaoFiltro {
  valor: string
  rotulo: string
}

/** Um filtro de `BarraFiltros`. */
export interface DefinicaoFiltro {
  chave: string
  nome: string
  opcoes: OpcaoFiltro[]
  /** Sempre à vista, mesmo vazio; os outros esperam em "+ Filtro". */
  fixo?: boolean
  carregando?: boolean
}

/** Sem acento e sem caixa, para achar enquanto se digita. */
export function semAcento(texto: string): string {
  return texto.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('pt-BR')
}
