import type { Coluna } from '@/componentes/tabela'
import type { VisaoEmbutida } from '@/componentes/visoes'
import type { ValoresLista } from '@/composaveis/useListaNoEndereco'
import type { ConsultaClientes } from './contrato'

export const POR_PAGINA = 50

export const FILTROS_CLIENTES = ['operadora_id', 'status_ativo', 'cnpj'] as const

export const VISOES_CLIENTES: VisaoEmbutida[] = [
  { nome: 'Todos', consulta: {} },
  { nome: 'Ativos', consulta: { status_ativo: 'true' } },
  { nome: 'Inativos', consulta: { status_ativo: 'false' } },
]

export const colunasClientes: Coluna[] = [
  { chave: 'cliente', rotulo: 'Cliente', ordem: 'razao_social', telefone: 'linha-1', esqueleto: 190, fixa: true },
  { chave: 'cnpj', rotulo: 'CNPJ', largura: 160, telefone: 'linha-2', esqueleto: 130 },
  { chave: 'operadora', rotulo: 'Operadora', ordem: 'operadora', largura: 150, telefone: 'linha-1-direita', esqueleto: 70 },
  { chave: 'unidade', rotulo: 'Unidade', ordem: 'unidade', largura: 160, telefone: 'linha-2-direita', esqueleto: 80 },
  { chave: 'servico', rotulo: 'Serviço', largura: 140, esqueleto: 70 },
  { chave: 'nome_sat', rotulo: 'Nome no SAT', largura: 200, oculta: true, esqueleto: 120 },
  { chave: 'login', rotulo: 'Login do portal', largura: 180, oculta: true, esqueleto: 100 },
  { chave: 'cadastro', rotulo: 'Cadastro', largura: 190, telefone: 'linha-3', esqueleto: 60 },
  { chave: 'atualizado', rotulo: 'Mudou', ordem: 'atualizacao', largura: 84, numerica: true, esqueleto: 40 },
]

export function paraConsultaClientes(v: ValoresLista<(typeof FILTROS_CLIENTES)[number] | 'busca' | 'ordem'>, cursor: string | undefined): ConsultaClientes {
  return {
    operadora_id: v.operadora_id,
    status_ativo: v.status_ativo === undefined ? undefined : v.status_ativo === 'true',
    cnpj: v.cnpj,
    busca: v.busca,
    ordem: v.ordem,
    cursor,
    limite: POR_PAGINA,
    total: true,
  }
}
