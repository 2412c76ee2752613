import { describe, expect, it } from 'vitest'
import type { NivelRegistro, Registro } from '@/api/tipos'
import { Bobina, quebrar } from './bobina'

function registro(sequencia: number, mensagem = `linha ${sequencia}`, nivel: NivelRegistro = 'INFO'): Registro {
  return { sequencia, instante: '2026-11-20T14:31:37.018Z', nivel, mensagem }
}
const muitos = (n: number) => Array.from({ length: n }, (_, i) => registro(i + 1))
const tudo = { minimo: 'DEPURACAO', procura: '' } as const

describe('quebrar', () => {
  it('quebra entre palavras, e no meio quando a palavra não cabe', () => {
    expect(quebrar('um dois três quatro', 10)).toEqual(['um dois', 'três', 'quatro'])
    expect(quebrar('a'.repeat(25), 10)).toEqual(['aaaaaaaaaa', 'aaaaaaaaaa', 'aaaaa'])
  })

  it('respeita quebras que já vieram e nunca perde letra', () => {
    expect(quebrar('um\ndois', 40)).toEqual(['um', 'dois'])
    const texto = 'Tentando alternativa 2 de 3: xpath=//a[contains(., "2ª via")] e depois outra'
    expect(quebrar(texto, 17).join('').replace(/ /g, '')).toBe(texto.replace(/ /g, ''))
  })
})

describe('Bobina', () => {
  it('dá só o que está à vista, com a linha de cada um', () => {
    const b = new Bobina()
    b.acrescentar(muitos(1000))
    expect(b.linhas).toBe(1000)
    expect(b.janela(500, 503).map((v) => [v.registro.sequencia, v.inicio])).toEqual([
      [501, 500],
      [502, 501],
      [503, 502],
    ])
    expect(b.janela(998, 2000)).toHaveLength(2)
    expect(b.janela(5000, 6000)).toEqual([])
  })

  it('um registro comprido ocupa mais linhas e aparece se só o fim dele está à vista', () => {
    const b = new Bobina()
    b.refazer(tudo, 10)
    b.acrescentar([registro(1, 'palavra '.repeat(4).trim()), registro(2, 'fim')])
    expect(b.linhas).toBe(5)
    expect(b.janela(3, 5).map((v) => [v.registro.sequencia, v.inicio])).toEqual([
      [1, 0],
      [2, 4],
    ])
  })

  it('filtra por nível e por texto, sem diferença de caixa, e conta tudo mesmo assim', () => {
    const b = new Bobina()
    b.acrescentar([registro(1, 'Abrindo PORTAL'), registro(2, 'demorou', 'AVISO'), registro(3, 'portal caiu', 'ERRO'), registro(4, 'x', 'DEPURACAO')])
    b.refazer({ minimo: 'AVISO', procura: '' }, 80)
    expect(b.mostrados).toBe(2)
    b.refazer({ minimo: 'DEPURACAO', procura: ' Portal ' }, 80)
    expect(b.janela(0, 9).map((v) => v.registro.sequencia)).toEqual([1, 3])
    b.acrescentar([registro(5, 'outro portal')])
    expect(b.mostrados).toBe(3)
    expect(b.contagem).toEqual({ total: 5, avisos: 1, erros: 1 })
    expect(b.comoTexto().split('\n')).toHaveLength(6)
  })
})
