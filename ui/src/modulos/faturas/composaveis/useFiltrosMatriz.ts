import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { ConsultaMatriz } from '@/api/tipos'
import { useMesNoEndereco } from './useMesNoEndereco'

/** O que a matriz pode mostrar sozinho: uma situação, o que atrasou, o que falta. */
export const RECORTES = ['download', 'aprovacao', 'envio', 'enviadas', 'atrasados', 'faltando', 'pendentes'] as const
export type Recorte = (typeof RECORTES)[number]

/** As linhas que o servidor traz para cada recorte; dentro delas, a grade destaca as células que são dele. */
const LINHAS_DO_RECORTE: Record<Recorte, ConsultaMatriz['so']> = {
  download: 'pendentes',
  aprovacao: 'aprovacao',
  envio: 'pendentes',
  enviadas: undefined,
  atrasados: 'atrasados',
  faltando: 'faltando',
  pendentes: 'pendentes',
}

export interface FiltrosMatriz {
  por: 'operadora' | 'unidade'
  ordem: 'atencao' | 'nome'
  busca?: string
  so?: Recorte
}

/** Pouco na primeira página, para aparecer logo; as seguintes vêm maiores. */
export const LINHAS_POR_PAGINA = { primeira: 50, seguintes: 100 }

export function lerFiltrosMatriz(consulta: LocationQuery): FiltrosMatriz {
  const { busca, so } = consulta
  return {
    por: consulta.por === 'unidade' ? 'unidade' : 'operadora',
    ordem: consulta.ordem === 'nome' ? 'nome' : 'atencao',
    busca: typeof busca === 'string' && busca !== '' ? busca : undefined,
    so: RECORTES.find((r) => r === so),
  }
}

export function paraConsultaMatriz(mes: string, f: FiltrosMatriz): ConsultaMatriz {
  return { mes_ano: mes, por: f.por, ordem: f.ordem, busca: f.busca, so: f.so && LINHAS_DO_RECORTE[f.so] }
}

/** Filtros e mês da matriz, no endereço. O que está de fábrica não se escreve. */
export function useFiltrosMatriz() {
  const rota = useRoute()
  const roteador = useRouter()
  const { mes, corrente, mudarMes } = useMesNoEndereco()
  const filtros = computed(() => lerFiltrosMatriz(rota.query))

  async function mudar(mudanca: Partial<FiltrosMatriz>): Promise<void> {
    const f = { ...filtros.value, ...mudanca }
    const query = {
      ...rota.query,
      por: f.por === 'unidade' ? f.por : undefined,
      ordem: f.ordem === 'nome' ? f.ordem : undefined,
      busca: f.busca,
      so: f.so,
    }
    // Digitar na busca não enche o histórico.
    await ('busca' in mudanca ? roteador.replace({ query }) : roteador.push({ query }))
  }
  const limpar = () => mudar({ busca: undefined, so: undefined })
  return { mes, corrente, filtros, mudar, mudarMes, limpar }
}
