import type { Coluna } from '@/componentes/tabela'

export const colunasProcessos: Coluna[] = [
  { chave: 'situacao', rotulo: 'Situação', largura: 194, telefone: 'linha-3', esqueleto: 140 },
  { chave: 'cliente', rotulo: 'Cliente', telefone: 'linha-1', esqueleto: 170, ordem: 'cliente', fixa: true },
  { chave: 'cnpj', rotulo: 'CNPJ', largura: 150, soLarga: true, esqueleto: 124 },
  { chave: 'unidade', rotulo: 'Unidade', largura: 98, esqueleto: 60 },
  { chave: 'operadora', rotulo: 'Operadora', largura: 90, telefone: 'linha-2', esqueleto: 70, ordem: 'operadora' },
  { chave: 'competencia', rotulo: 'Mês', largura: 68, esqueleto: 50 },
  { chave: 'servico', rotulo: 'Serviço', largura: 140, esqueleto: 90, oculta: true },
  { chave: 'numero', rotulo: 'Fatura', largura: 100, soLarga: true, esqueleto: 70 },
  { chave: 'vencimento', rotulo: 'Vencimento', largura: 132, telefone: 'linha-2-direita', esqueleto: 76, ordem: 'prevista' },
  { chave: 'valor', rotulo: 'Valor (R$)', largura: 92, numerica: true, telefone: 'linha-1-direita', esqueleto: 64, ordem: 'valor' },
  { chave: 'variacao', rotulo: 'Δ mês', largura: 64, numerica: true, esqueleto: 40 },
  { chave: 'execucao', rotulo: 'Última execução', largura: 146, esqueleto: 96 },
  { chave: 'as', rotulo: 'Às', largura: 58, numerica: true, esqueleto: 40, ordem: 'atualizacao' },
]
