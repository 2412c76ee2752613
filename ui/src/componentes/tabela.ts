/** Onde a célula fica no telefone, em que cada linha da tabela vira três. */
export type LugarTelefone = 'linha-1' | 'linha-1-direita' | 'linha-2' | 'linha-2-direita' | 'linha-3' | 'linha-3-direita' | 'linha-3-inteira'

export interface Coluna {
  chave: string
  rotulo: string
  /** À direita, com algarismos de largura fixa. */
  numerica?: boolean
  /** Largura em px, recheio incluído; a coluna sem largura fica com o que sobra. Nada muda de lugar ao carregar. */
  largura?: number
  /** Só em telas de 1600 px ou mais, a menos que a pessoa a escolha. */
  soLarga?: boolean
  /** Chave de ordenação no servidor; sem ela, a coluna não ordena. */
  ordem?: string
  telefone?: LugarTelefone
  /** Largura do traço enquanto carrega, em px. */
  esqueleto?: number
  /** Não pode ser escondida: sem ela a linha não diz de quem é. */
  fixa?: boolean
  /** Escondida de fábrica; a pessoa a mostra em Colunas. */
  oculta?: boolean
}

export type Densidade = 'compacta' | 'normal' | 'folgada'
