import { paraEndereco, type FiltrosProcessos } from './composaveis/useFiltrosProcessos'

type Criterio = Omit<FiltrosProcessos, 'pagina'>

export interface VisaoPronta {
  chave: string
  rotulo: string
  criterio: Criterio
  /** A ordem em que esta visão faz sentido, se a pessoa não escolheu outra. */
  ordem?: string
}

/** As visões que o Regente traz prontas. Valem dentro da competência escolhida. */
export const visoesProntas: readonly VisaoPronta[] = [
  { chave: 'todos', rotulo: 'Todos', criterio: {} },
  { chave: 'fila', rotulo: 'Minha fila', criterio: { status: 'AGUARDANDO_APROVACAO' }, ordem: 'prevista' },
  { chave: 'vencem', rotulo: 'Vencem em 3 dias', criterio: { venceAte: '3d' }, ordem: 'prevista' },
  { chave: 'atrasados', rotulo: 'Atrasados', criterio: { atrasados: true }, ordem: 'prevista' },
  { chave: 'falhas', rotulo: 'Falhas', criterio: { comFalha: true }, ordem: '-atualizacao' },
  { chave: 'enviados', rotulo: 'Enviados hoje', criterio: { enviadosEm: 'hoje' }, ordem: '-atualizacao' },
]

/** O que define uma visão: quem está na lista, não em que mês, página, ordem ou o que se digitou na busca. */
const FORA_DA_VISAO = new Set(['mes_ano', 'busca', 'ordem', 'cursor', 'pagina', 'classe_erro'])

function assinatura(f: Criterio): string {
  return Object.entries(paraEndereco({ ...f, pagina: 1 }))
    .filter(([chave, valor]) => valor !== undefined && !FORA_DA_VISAO.has(chave))
    .map(([chave, valor]) => `${chave}=${valor}`)
    .sort()
    .join('&')
}

/** A visão pronta que corresponde aos filtros do endereço, se alguma. */
export function visaoAtual(f: FiltrosProcessos): VisaoPronta | undefined {
  const atual = assinatura(f)
  return visoesProntas.find((v) => assinatura(v.criterio) === atual)
}

/** Os filtros de uma visão, mantendo o mês que se olhava. */
export function filtrosDaVisao(visao: VisaoPronta, atuais: Pick<FiltrosProcessos, 'mesAno'>): FiltrosProcessos {
  return { ...visao.criterio, ordem: visao.ordem, mesAno: atuais.mesAno, pagina: 1 }
}

/** A consulta que se guarda numa visão da pessoa: tudo menos a página. */
export function consultaParaGuardar(f: FiltrosProcessos): string {
  const dados = Object.entries(paraEndereco({ ...f, cursor: undefined, pagina: 1 })).filter((par): par is [string, string] => par[1] !== undefined)
  return new URLSearchParams(dados).toString()
}
