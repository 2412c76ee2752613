/** O que todo campo aceita, além do valor em `v-model`. */
export interface PropsCampo {
  rotulo: string
  /** O nome no formulário: liga o erro e o resumo a este campo. */
  campo?: string
  ajuda?: string
  /** Erro dado por fora, sem formulário. */
  erro?: string | null
  opcional?: boolean
  desabilitado?: boolean
}
