/** Uma visão da casa: sempre a mesma para todos. */
export interface VisaoEmbutida {
  nome: string
  /** Parâmetros do endereço; vazio é "todos". */
  consulta: Record<string, string>
  contagem?: number | null
}
