import type { DefinicaoFiltro, OpcaoFiltro } from '@/componentes/filtros'
import { competenciaDe, formatarCompetencia } from '@/formatos/datas'
import { situacoesProcesso } from '@/tema/situacoes'
import { paraEndereco, type FiltrosProcessos } from './composaveis/useFiltrosProcessos'
import { classesConhecidas, explicacaoDe } from './explicacoes'

/** Do mês que vem a dois anos atrás. */
const MESES = 26

function meses(hoje: Date): OpcaoFiltro[] {
  return Array.from({ length: MESES }, (_, n) => competenciaDe(hoje, 1 - n)).map((valor) => ({ valor, rotulo: formatarCompetencia(valor) }))
}

const situacoes: OpcaoFiltro[] = Object.entries(situacoesProcesso).map(([valor, { rotulo }]) => ({ valor, rotulo }))

/** As classes de erro pelo nome curto, sem repetir as que se chamam igual. */
const classes: OpcaoFiltro[] = classesConhecidas
  .map((valor) => ({ valor, rotulo: explicacaoDe(valor)?.curto ?? valor }))
  .filter((o, n, todas) => todas.findIndex((t) => t.rotulo === o.rotulo) === n)

const SIM = (rotulo: string): OpcaoFiltro[] => [{ valor: 'true', rotulo }]

/** Os filtros da lista, com o nome que têm no endereço. */
export function filtrosDaBarra(hoje: Date, operadoras: OpcaoFiltro[] | undefined, cliente: OpcaoFiltro | null): DefinicaoFiltro[] {
  return [
    { chave: 'mes_ano', nome: 'Competência', opcoes: meses(hoje), fixo: true },
    { chave: 'operadora_id', nome: 'Operadora', opcoes: operadoras ?? [], fixo: true, carregando: !operadoras },
    { chave: 'status_processo', nome: 'Situação', opcoes: situacoes },
    { chave: 'semaforo', nome: 'Conferência', opcoes: [{ valor: 'VERDE', rotulo: 'sem ressalva' }, { valor: 'AMARELO', rotulo: 'com ressalva' }, { valor: 'VERMELHO', rotulo: 'não confere' }] },
    { chave: 'upload_manual', nome: 'Origem', opcoes: [{ valor: 'false', rotulo: 'robô' }, { valor: 'true', rotulo: 'enviada à mão' }] },
    { chave: 'pendentes', nome: 'Pendentes', opcoes: SIM('ainda não enviados') },
    { chave: 'atrasados', nome: 'Atraso', opcoes: SIM('atrasados') },
    { chave: 'vence_de', nome: 'Vence de', opcoes: dias('vence_de') },
    { chave: 'vence_ate', nome: 'Vence até', opcoes: dias('vence_ate') },
    { chave: 'com_falha', nome: 'Última execução', opcoes: SIM('falhou ou incerta') },
    { chave: 'classe_erro', nome: 'Erro', opcoes: classes },
    { chave: 'enviados_em', nome: 'Enviados em', opcoes: [{ valor: 'hoje', rotulo: 'hoje' }] },
    { chave: 'cliente_id', nome: 'Cliente', opcoes: cliente ? [cliente] : [] },
    { chave: 'cnpj', nome: 'CNPJ', opcoes: [] },
  ]
}

function dias(chave: 'vence_de' | 'vence_ate'): OpcaoFiltro[] {
  const hoje = { valor: 'hoje', rotulo: 'hoje' }
  const adiante = [1, 3, 7, 15, 30].map((n) => ({ valor: `${n}d`, rotulo: n === 1 ? 'amanhã' : `daqui a ${n} dias` }))
  return chave === 'vence_de' ? [hoje, ...adiante.slice(0, 2)] : [hoje, ...adiante]
}

/** Os filtros que só chegam por ligação (um cliente, um CNPJ) não se escolhem numa lista. */
export function semVazios(filtros: DefinicaoFiltro[], valores: Record<string, string | undefined>): DefinicaoFiltro[] {
  return filtros.filter((f) => f.opcoes.length > 0 || f.carregando || valores[f.chave])
}

export function valoresDaBarra(f: FiltrosProcessos): Record<string, string | undefined> {
  return paraEndereco(f)
}
