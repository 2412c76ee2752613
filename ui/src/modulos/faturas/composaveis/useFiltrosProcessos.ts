import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { ConsultaProcessos, StatusProcesso } from '@/api/tipos'
import { situacoesProcesso } from '@/tema/situacoes'

export const POR_PAGINA = 50

export interface FiltrosProcessos {
  mesAno?: string
  status?: StatusProcesso
  operadoraId?: string
  busca?: string
  ordem?: string
  cursor?: string
  /** Só para a conta "51–100 de": quem manda na página é o cursor. */
  pagina: number
}

function texto(consulta: LocationQuery, chave: string): string | undefined {
  const valor = consulta[chave]
  return typeof valor === 'string' && valor !== '' ? valor : undefined
}

export function lerFiltros(consulta: LocationQuery): FiltrosProcessos {
  const status = texto(consulta, 'status_processo')
  const cursor = texto(consulta, 'cursor')
  const pagina = Number(texto(consulta, 'pagina'))
  return {
    mesAno: texto(consulta, 'mes_ano'),
    status: status && Object.hasOwn(situacoesProcesso, status) ? (status as StatusProcesso) : undefined,
    operadoraId: texto(consulta, 'operadora_id'),
    busca: texto(consulta, 'busca'),
    ordem: texto(consulta, 'ordem'),
    cursor,
    pagina: cursor && Number.isInteger(pagina) && pagina > 1 ? pagina : 1,
  }
}

export function paraConsulta(f: FiltrosProcessos): ConsultaProcessos {
  return {
    mes_ano: f.mesAno,
    status_processo: f.status,
    operadora_id: f.operadoraId,
    busca: f.busca,
    ordem: f.ordem,
    cursor: f.cursor,
    limite: POR_PAGINA,
    total: true,
  }
}

function paraEndereco(f: FiltrosProcessos): Record<string, string | undefined> {
  return {
    mes_ano: f.mesAno,
    status_processo: f.status,
    operadora_id: f.operadoraId,
    busca: f.busca,
    ordem: f.ordem,
    cursor: f.cursor,
    pagina: f.pagina > 1 ? String(f.pagina) : undefined,
  }
}

/** Os filtros moram no endereço: um link reproduz a vista e o botão voltar funciona. */
export function useFiltrosProcessos() {
  const rota = useRoute()
  const roteador = useRouter()
  const filtros = computed(() => lerFiltros(rota.query))

  /** Muda filtros ou ordem; a lista volta à primeira página. */
  async function mudar(mudanca: Partial<FiltrosProcessos>): Promise<void> {
    const query = paraEndereco({ ...filtros.value, ...mudanca, cursor: undefined, pagina: 1 })
    // Digitar na busca não enche o histórico.
    await ('busca' in mudanca ? roteador.replace({ query }) : roteador.push({ query }))
  }

  async function irParaPagina(pagina: number, cursor: string | undefined): Promise<void> {
    await roteador.push({ query: paraEndereco({ ...filtros.value, pagina, cursor }) })
  }

  async function limpar(): Promise<void> {
    await roteador.push({ query: {} })
  }

  return { filtros, mudar, irParaPagina, limpar }
}
