import { describe, expect, it } from 'vitest'
import { acharMarcas, padraoDe, type MarcaPdf } from './marcas'
import { montarTexto, procurar, type ItemTexto } from './texto'

function pagina(...linhas: (string | string[])[]) {
  const itens: ItemTexto[] = linhas.flatMap((l) => {
    const pedacos = Array.isArray(l) ? l : [l]
    return pedacos.map((texto, n) => ({ texto, fimDeLinha: n === pedacos.length - 1 }))
  })
  return montarTexto(itens)
}

describe('procurar no texto', () => {
  it('não distingue acentos nem caixa e acha o que atravessa itens e linhas', () => {
    const p = pagina(['Prestação', ' de ', 'SERVIÇOS'], 'de comunicação')
    expect(procurar(p, 'prestacao de servicos de')).toEqual([{ inicio: { item: 0, posicao: 0 }, fim: { item: 3, posicao: 1 } }])
    expect(procurar(p, 'Ç')).toHaveLength(5)
    expect(procurar(p, '   ')).toEqual([])
    expect(procurar(p, 'inexistente')).toEqual([])
  })

  it('espaços repetidos contam como um', () => {
    expect(procurar(pagina('Total   a\u00a0pagar'), 'total a pagar')).toHaveLength(1)
  })
})

describe('padrões do que se destaca', () => {
  const marca = (valor: string): MarcaPdf => ({ chave: 'x', rotulo: 'x', valor, tom: 'confere' })
  const achados = (valor: string, ...linhas: string[]) => acharMarcas(pagina(...linhas), [marca(valor)]).length

  it('acha dinheiro com e sem milhar, inteiro, nunca como pedaço de outro', () => {
    expect(achados('2072.16', 'Total R$ 2.072,16', '2072,16')).toBe(2)
    expect(achados('72.16', 'R$ 2.072,16')).toBe(0)
    expect(achados('2072.16', '12.072,16', '2.072,160')).toBe(0)
    expect(achados('1234567.00', '1.234.567,00')).toBe(1)
  })

  it('acha datas com ano de quatro ou dois algarismos, e meses fora de datas', () => {
    expect(achados('2026-12-21', '21/12/2026', '21-12-26', '121/12/2026')).toBe(2)
    expect(achados('2026-11', 'Ref. 11/2026', '21/11/2026')).toBe(1)
  })

  it('acha CNPJ e linha digitável com os separadores que houver', () => {
    expect(achados('90990011000159', 'CNPJ 90.990.011/0001-59', '90990011000159')).toBe(2)
    expect(achados('12ABC34501DE35', '12.ABC.345/01DE-35')).toBe(1)
    expect(achados('846600000208721601132021612211212024611419818418', '84660000020-8 72160113202-1 61221121202-4 61141981841-8')).toBe(1)
  })

  it('o que é curto demais para não confundir fica sem destaque', () => {
    expect(padraoDe('12')).toBeNull()
  })

  it('o mesmo valor em muitas linhas é destacado só no começo', () => {
    expect(achados('10.00', ...Array.from({ length: 30 }, () => '10,00'))).toBe(4)
  })
})
