import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { StatusProcesso } from '@/api/tipos'
import { useAgora } from '@/composaveis/useAgora'
import { situacoesProcesso } from '@/tema/situacoes'
import type { ConsultaProcessos, Semaforo } from '../contratoProcessos'

export const POR_PAGINA = 50

export interface FiltrosProcessos {
  mesAno?: string
  status?: StatusProcesso
  operadoraId?: string
  clienteId?: string
  cnpj?: string
  semaforo?: Semaforo
  /** `true`: só as enviadas à mão; `false`: só as baixadas pelo robô. */
  manual?: boolean
  atrasados?: boolean
  /** Ainda não enviados ao SAT. */
  pendentes?: boolean
  comFalha?: boolean
  classeErro?: string
  /** Um dia (AAAA-MM-DD) ou relativo a hoje (`3d`), para que a visão guardada valha amanhã. */
  venceAte?: string
  venceDe?: string
  /** Um dia, ou `hoje`. */
  enviadosEm?: string
  busca?: string
  ordem?: string
  cursor?: string
  /** Só para a conta "51–100 de": quem manda na página é o cursor. */
  pagina: number
}

const SEMAFOROS: readonly string[] = ['VERDE', 'AMARELO', 'VERMELHO']
const DIA = /^\d{4}-\d{2}-\d{2}$/
const RELATIVO = /^(\d{1,3})d$/

function texto(consulta: LocationQuery, chave: string): string | undefined {
  const valor = consulta[chave]
  return typeof valor === 'string' && valor !== '' ? valor : undefined
}

function doConjunto<T extends string>(valor: string | undefined, aceitos: readonly string[]): T | undefined {
  return valor !== undefined && aceitos.includes(valor) ? (valor as T) : undefined
}

function booleano(valor: string | undefined): boolean | undefined {
  return valor === 'true' ? true : valor === 'false' ? false : undefined
}

function dia(valor: string | undefined): string | undefined {
  return valor !== undefined && (DIA.test(valor) || RELATIVO.test(valor) || valor === 'hoje') ? valor : undefined
}

/** Um dia do endereço, resolvido contra hoje: "3d" é daqui a três dias. */
export function resolverDia(valor: string, hoje: Date): string {
  if (DIA.test(valor)) return valor
  const adiante = Number(RELATIVO.exec(valor)?.[1] ?? 0)
  const d = new Date(hoje.getFullYear(), hoje.getMonth(), hoje.getDate() + adiante)
  const dois = (n: number) => String(n).padStart(2, '0')
  return `${d.getFullYear()}-${dois(d.getMonth() + 1)}-${dois(d.getDate())}`
}

export function lerFiltros(consulta: LocationQuery): FiltrosProcessos {
  const cursor = texto(consulta, 'cursor')
  const pagina = Number(texto(consulta, 'pagina'))
  return {
    mesAno: texto(consulta, 'mes_ano'),
    status: doConjunto<StatusProcesso>(texto(consulta, 'status_processo'), Object.keys(situacoesProcesso)),
    operadoraId: texto(consulta, 'operadora_id'),
    clienteId: texto(consulta, 'cliente_id'),
    cnpj: texto(consulta, 'cnpj'),
    semaforo: doConjunto<Semaforo>(texto(consulta, 'semaforo'), SEMAFOROS),
    manual: booleano(texto(consulta, 'upload_manual')),
    atrasados: booleano(texto(consulta, 'atrasados')) || undefined,
    pendentes: booleano(texto(consulta, 'pendentes')) || undefined,
    comFalha: booleano(texto(consulta, 'com_falha')) || undefined,
    classeErro: texto(consulta, 'classe_erro'),
    venceDe: dia(texto(consulta, 'vence_de')),
    venceAte: dia(texto(consulta, 'vence_ate')),
    enviadosEm: dia(texto(consulta, 'enviados_em')),
    busca: texto(consulta, 'busca'),
    ordem: texto(consulta, 'ordem'),
    cursor,
    pagina: cursor && Number.isInteger(pagina) && pagina > 1 ? pagina : 1,
  }
}

type ConsultaDeFiltro = Omit<ConsultaProcessos, 'limite' | 'cursor' | 'ordem' | 'total'>

/** Só o que escolhe processos: serve à lista, ao total, ao lote e à exportação. */
export function paraFiltro(f: FiltrosProcessos, hoje: Date): ConsultaDeFiltro {
  const filtro: ConsultaDeFiltro = {
    mes_ano: f.mesAno,
    status_processo: f.status,
    operadora_id: f.operadoraId,
    cliente_id: f.clienteId,
    cnpj: f.cnpj,
    semaforo: f.semaforo,
    upload_manual: f.manual,
    atrasados: f.atrasados,
    pendentes: f.pendentes,
    com_falha: f.comFalha,
    classe_erro: f.classeErro,
    vence_de: f.venceDe && resolverDia(f.venceDe, hoje),
    vence_ate: f.venceAte && resolverDia(f.venceAte, hoje),
    enviados_em: f.enviadosEm && resolverDia(f.enviadosEm, hoje),
    busca: f.busca,
  }
  return Object.fromEntries(Object.entries(filtro).filter(([, v]) => v !== undefined))
}

export function paraConsulta(f: FiltrosProcessos, hoje: Date): ConsultaProcessos {
  return { ...paraFiltro(f, hoje), ordem: f.ordem, cursor: f.cursor, limite: POR_PAGINA, total: true }
}

export function paraEndereco(f: FiltrosProcessos): Record<string, string | undefined> {
  return {
    mes_ano: f.mesAno,
    status_processo: f.status,
    operadora_id: f.operadoraId,
    cliente_id: f.clienteId,
    cnpj: f.cnpj,
    semaforo: f.semaforo,
    upload_manual: f.manual === undefined ? undefined : String(f.manual),
    atrasados: f.atrasados ? 'true' : undefined,
    pendentes: f.pendentes ? 'true' : undefined,
    com_falha: f.comFalha ? 'true' : undefined,
    classe_erro: f.classeErro,
    vence_de: f.venceDe,
    vence_ate: f.venceAte,
    enviados_em: f.enviadosEm,
    busca: f.busca,
    ordem: f.ordem,
    cursor: f.cursor,
    pagina: f.pagina > 1 ? String(f.pagina) : undefined,
  }
}

const FORA_DO_FILTRO = new Set(['ordem', 'cursor', 'pagina'])

/** Verdadeiro se algo além da ordem e da página escolhe o que se vê. */
export function temFiltro(f: FiltrosProcessos): boolean {
  return Object.entries(paraEndereco(f)).some(([chave, valor]) => valor !== undefined && !FORA_DO_FILTRO.has(chave))
}

/** Os filtros moram no endereço: um link reproduz a vista e o botão voltar funciona. */
export function useFiltrosProcessos() {
  const rota = useRoute()
  const roteador = useRouter()
  const agora = useAgora(60_000)
  const filtros = computed(() => lerFiltros(rota.query))
  // Só muda quando o dia vira: a consulta não se refaz a cada minuto.
  const diaDeHoje = computed(() => resolverDia('hoje', agora.value))
  const hoje = computed(() => new Date(`${diaDeHoje.value}T12:00:00`))

  /** Muda filtros ou ordem; a lista volta à primeira página. */
  async function mudar(mudanca: Partial<FiltrosProcessos>): Promise<void> {
    const query = paraEndereco({ ...filtros.value, ...mudanca, cursor: undefined, pagina: 1 })
    // Digitar na busca não enche o histórico.
    await ('busca' in mudanca ? roteador.replace({ query }) : roteador.push({ query }))
  }

  /** Põe ou tira um parâmetro pelo nome que ele tem no endereço. */
  async function porParametro(chave: string, valor: string | undefined): Promise<void> {
    const atual = paraEndereco({ ...filtros.value, cursor: undefined, pagina: 1 })
    await roteador.push({ query: { ...atual, [chave]: valor } })
  }

  async function irParaPagina(pagina: number, cursor: string | undefined): Promise<void> {
    await roteador.push({ query: paraEndereco({ ...filtros.value, pagina, cursor }) })
  }

  async function limpar(): Promise<void> {
    await roteador.push({ query: {} })
  }

  return { filtros, hoje, mudar, porParametro, irParaPagina, limpar }
}
