import type { Coluna } from '@/componentes/tabela'

export const colunasExecucoes: Coluna[] = [
  { chave: 'status', rotulo: 'Situação', largura: 150, telefone: 'linha-1-direita', fixa: true },
  { chave: 'titulo', rotulo: 'Sobre', telefone: 'linha-1', fixa: true, esqueleto: 190 },
  { chave: 'detalhe', rotulo: 'Detalhe', largura: 176, telefone: 'linha-2', esqueleto: 110 },
  { chave: 'tipo', rotulo: 'O quê', largura: 112, telefone: 'linha-2-direita', esqueleto: 80 },
  { chave: 'motivo', rotulo: 'Por quê', largura: 210, telefone: 'linha-3', esqueleto: 160 },
  { chave: 'tentativas', rotulo: 'Tentativas', largura: 84, numerica: true, esqueleto: 24 },
  { chave: 'duracao', rotulo: 'Duração', largura: 78, numerica: true, esqueleto: 40 },
  { chave: 'quem', rotulo: 'Pedida por', largura: 140, oculta: true, esqueleto: 90 },
  { chave: 'criada', rotulo: 'Pedida', largura: 80, numerica: true, ordem: 'criacao', telefone: 'linha-3-direita', esqueleto: 50 },
]
