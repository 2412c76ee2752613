import type { Coluna } from '@/componentes/tabela'

export const colunasProcessos: Coluna[] = [
  { chave: 'situacao', rotulo: 'Situação', telefone: 'linha-3', esqueleto: 140 },
  { chave: 'cliente', rotulo: 'Cliente', flexivel: true, telefone: 'linha-1', esqueleto: 170 },
  { chave: 'cnpj', rotulo: 'CNPJ', esqueleto: 124 },
  { chave: 'unidade', rotulo: 'Unidade', esqueleto: 60 },
  { chave: 'operadora', rotulo: 'Operadora', telefone: 'linha-2', esqueleto: 70 },
  { chave: 'competencia', rotulo: 'Mês', esqueleto: 50 },
  { chave: 'vencimento', rotulo: 'Vencimento', telefone: 'linha-2-direita', esqueleto: 76 },
  { chave: 'valor', rotulo: 'Valor (R$)', numerica: true, telefone: 'linha-1-direita', esqueleto: 64 },
  { chave: 'execucao', rotulo: 'Última execução', esqueleto: 96 },
  { chave: 'as', rotulo: 'Às', numerica: true, esqueleto: 40 },
]
