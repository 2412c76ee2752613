import type { Coluna } from '@/componentes/tabela'

export const colunasProcessos: Coluna[] = [
  { chave: 'situacao', rotulo: 'Situação', largura: 216, telefone: 'linha-3', esqueleto: 140 },
  { chave: 'cliente', rotulo: 'Cliente', telefone: 'linha-1', esqueleto: 170 },
  { chave: 'cnpj', rotulo: 'CNPJ', largura: 150, soLarga: true, esqueleto: 124 },
  { chave: 'unidade', rotulo: 'Unidade', largura: 108, esqueleto: 60 },
  { chave: 'operadora', rotulo: 'Operadora', largura: 104, telefone: 'linha-2', esqueleto: 70 },
  { chave: 'competencia', rotulo: 'Mês', largura: 76, esqueleto: 50 },
  { chave: 'vencimento', rotulo: 'Vencimento', largura: 142, telefone: 'linha-2-direita', esqueleto: 76 },
  { chave: 'valor', rotulo: 'Valor (R$)', largura: 104, numerica: true, telefone: 'linha-1-direita', esqueleto: 64 },
  { chave: 'execucao', rotulo: 'Última execução', largura: 156, esqueleto: 96 },
  { chave: 'as', rotulo: 'Às', largura: 60, numerica: true, esqueleto: 40 },
]
