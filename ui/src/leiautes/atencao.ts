import type { RouteLocationRaw } from 'vue-router'
import type { Painel, TipoAtencao } from '@/api/tipos'

export interface LinhaAtencao {
  tipo: TipoAtencao
  quantidade: number
  texto: string
  /** Cor e desenho, da tabela de situações. */
  situacao: string
  destino: RouteLocationRaw
}

interface Aparencia {
  um: string
  varios: string
  situacao: string
  destino: (mes: string, hoje: string) => RouteLocationRaw
}

const processos = (query: Record<string, string>): RouteLocationRaw => ({ path: '/processos', query })
const execucoes = (query: Record<string, string>): RouteLocationRaw => ({ path: '/execucoes', query })

const APARENCIAS: Record<TipoAtencao, Aparencia> = {
  APROVAR_VENCE_HOJE: { um: 'fatura a aprovar vence hoje', varios: 'faturas a aprovar vencem hoje', situacao: 'AGUARDANDO_APROVACAO', destino: (mes_ano, hoje) => processos({ mes_ano, status_processo: 'AGUARDANDO_APROVACAO', vence_de: hoje, vence_ate: hoje }) },
  AGUARDANDO_HUMANO: { um: 'execução espera uma pessoa', varios: 'execuções esperam uma pessoa', situacao: 'AGUARDANDO_HUMANO', destino: () => execucoes({ grupo: 'atencao', status: 'AGUARDANDO_HUMANO' }) },
  INCERTO: { um: 'envio ao SAT sem confirmação', varios: 'envios ao SAT sem confirmação', situacao: 'INCERTO', destino: () => execucoes({ grupo: 'atencao', status: 'INCERTO' }) },
  SENHA_RECUSADA: { um: 'senha recusada por portal', varios: 'senhas recusadas por portais', situacao: 'FALHOU', destino: (mes_ano) => processos({ mes_ano, com_falha: 'true', classe_erro: 'CREDENCIAL' }) },
  FALHA: { um: 'falha sem nova tentativa', varios: 'falhas sem nova tentativa', situacao: 'FALHOU', destino: (mes_ano) => processos({ mes_ano, com_falha: 'true' }) },
  ATRASADO: { um: 'fatura atrasada', varios: 'faturas atrasadas', situacao: 'PERDIDA', destino: (mes_ano) => processos({ mes_ano, atrasados: 'true' }) },
  SEM_PROCESSO: { um: 'cliente sem processo no mês', varios: 'clientes sem processo no mês', situacao: 'AGUARDANDO_DOWNLOAD', destino: (mes_ano) => ({ path: '/matriz', query: { mes_ano, so: 'faltando' } }) },
}

/** Uma pendência em palavras, com o lugar onde se resolve. */
export function linhaDeAtencao({ tipo, quantidade }: Painel['atencao'][number], mesAno: string, agora: Date): LinhaAtencao {
  const { um, varios, situacao, destino } = APARENCIAS[tipo]
  const dois = (n: number) => String(n).padStart(2, '0')
  const hoje = `${agora.getFullYear()}-${dois(agora.getMonth() + 1)}-${dois(agora.getDate())}`
  return { tipo, quantidade, texto: quantidade === 1 ? um : varios, situacao, destino: destino(mesAno, hoje) }
}
