import type { TextoPagina, Trecho } from './texto'
import { procurarPadrao } from './texto'

export type TomMarca = 'confere' | 'alerta' | 'contradiz'

/** Um valor a destacar no papel, e como se destaca. */
export interface MarcaPdf {
  /** O campo: serve para ir até ela. */
  chave: string
  /** Em palavras, para a dica. */
  rotulo: string
  /** O valor na forma canônica: "1234.56", "2026-12-21", algarismos ou letras. */
  valor: string
  tom: TomMarca
}

const DECIMAL = /^(\d+)\.(\d{2})\d*$/
const DATA = /^(\d{4})-(\d{2})-(\d{2})$/
const COMPETENCIA = /^(\d{4})-(\d{2})$/
const LETRA_OU_NUMERO = 'a-z0-9'
/** Mais que isso é o valor repetido em cada linha de uma tabela: destaca-se o começo. */
const POR_PAGINA = 4

/**
 * Como um valor canônico aparece impresso: dinheiro com milhar opcional, data com dia na frente,
 * mês como 11/2026, e o resto letra por letra com os separadores que houver entre elas.
 */
export function padraoDe(valor: string): RegExp | null {
  const [dinheiro, data, mes] = [DECIMAL.exec(valor), DATA.exec(valor), COMPETENCIA.exec(valor)]
  if (dinheiro) {
    const inteira = (dinheiro[1] ?? '').replace(/\B(?=(\d{3})+$)/g, '\\.?')
    return new RegExp(`(?:r\\$ ?)?(?<![\\d.,])${inteira},${dinheiro[2]}(?![\\d])`, 'g')
  }
  if (data) return cercado(`${data[3]}[/.-]${data[2]}[/.-](?:${data[1]}|${(data[1] ?? '').slice(2)}(?!\\d))`)
  if (mes) return cercado(`${mes[2]}/(?:${mes[1]}|${(mes[1] ?? '').slice(2)}(?!\\d))`, '/')
  const letras = Array.from(valor.toLowerCase()).filter((l) => /[a-z0-9]/.test(l))
  return letras.length < 3 ? null : cercado(letras.join('[ .\\-/]{0,2}'))
}

/** Inteiro: nada de letra nem número colado antes ou depois. */
function cercado(corpo: string, aMais = ''): RegExp {
  return new RegExp(`(?<![${LETRA_OU_NUMERO}${aMais}])${corpo}(?![${LETRA_OU_NUMERO}])`, 'g')
}

/** Onde as marcas estão numa página. */
export function acharMarcas(pagina: TextoPagina, marcas: readonly MarcaPdf[]): { marca: MarcaPdf; trecho: Trecho }[] {
  return marcas.flatMap((marca) => {
    const padrao = padraoDe(marca.valor)
    return padrao ? procurarPadrao(pagina, padrao).slice(0, POR_PAGINA).map((trecho) => ({ marca, trecho })) : []
  })
}
