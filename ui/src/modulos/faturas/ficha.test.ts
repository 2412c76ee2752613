import { describe, expect, it } from 'vitest'
import type { DetalheProcesso, Fonte } from './contratoProcessos'
import { fichaDe, fontesDe } from './ficha'

const fontes: Fonte[] = [
  { campo: 'valor', fonte: 'linha_digitavel', pagina: 1, trecho: '8468…', valor: '3332.05' },
  { campo: 'valor', fonte: 'rotulo', pagina: 1, trecho: 'Total a pagar R$ 3.332,05', valor: '3332.05' },
  { campo: 'valor', fonte: 'rotulo', pagina: 2, trecho: 'Total R$ 3.332,05', valor: '3332.05' },
  { campo: 'numero', fonte: 'chave_nfcom', pagina: 1, trecho: '3526…', valor: '11185' },
  { campo: 'numero', fonte: 'rotulo', pagina: 1, trecho: 'Fatura nº 1052026117', valor: '1052026117' },
]

function linha(p: Partial<DetalheProcesso>, rotulo: string) {
  return fichaDe(p as DetalheProcesso).find((l) => l.rotulo === rotulo)
}

describe('ficha da fatura', () => {
  it('junta as fontes que dizem o mesmo valor, sem repetir', () => {
    expect(fontesDe(fontes, 'valor', '3332.05')).toEqual({ fonte: 'linha digitável e texto', trechos: 'p. 1: 8468…\np. 1: Total a pagar R$ 3.332,05\np. 2: Total R$ 3.332,05' })
    expect(fontesDe(fontes, 'numero', '1052026117').fonte).toBe('texto')
    expect(fontesDe(undefined, 'valor', '1')).toEqual({})
  })

  it('um valor corrigido à mão diz o que o PDF dizia', () => {
    const p = { valor_fatura: '3000.00', leitura: { fatura: { valor: '3332.05', fontes } } }
    expect(linha(p, 'Total a pagar')).toMatchObject({ valor: 'R$\u00a03.000,00', fonte: 'corrigido à mão', trechos: 'O PDF diz 3332.05' })
  })

  it('sem fatura, tudo é nulo', () => {
    expect(fichaDe({ leitura: null } as DetalheProcesso).every((l) => l.valor === null || l.valor === undefined)).toBe(true)
  })
})
