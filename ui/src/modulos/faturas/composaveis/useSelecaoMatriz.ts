import { computed, shallowRef, type Ref } from 'vue'
import type { CelulaMatriz, LinhaMatriz, OperadoraMatriz } from '@/api/tipos'

export interface CelulaEscolhida {
  linha: LinhaMatriz
  operadora: OperadoraMatriz
  celula: CelulaMatriz
}

export type EstadoSelecao = 'nada' | 'parte' | 'tudo'

export function chaveCelula(linha: string, operadora: string): string {
  return `${linha}|${operadora}`
}

function temFatura(celula: CelulaMatriz | undefined): celula is CelulaMatriz {
  return celula !== undefined && celula.processos.length + celula.sem_processo.length > 0
}

/**
 * O que está escolhido na matriz. Só entram células com fatura; o intervalo é o retângulo
 * entre a âncora e a célula dada, na ordem em que a tela as mostra.
 */
export function useSelecaoMatriz(linhas: Ref<readonly LinhaMatriz[]>, operadoras: Ref<readonly OperadoraMatriz[]>) {
  const escolhidas = shallowRef<ReadonlySet<string>>(new Set())
  let ancora: { linha: string; operadora: string } | null = null
  // O que já estava escolhido quando o intervalo começou: encolher o intervalo devolve isto.
  let base: ReadonlySet<string> = new Set()

  const indice = computed(() => new Map(linhas.value.map((l, n) => [l.chave, { linha: l, n, celulas: new Map(l.celulas.map((c) => [c.operadora_id, c])) }])))
  const lugarDaOperadora = computed(() => new Map(operadoras.value.map((o, n) => [o.id, n])))

  function celulaDe(linha: string, operadora: string): CelulaMatriz | undefined {
    return indice.value.get(linha)?.celulas.get(operadora)
  }

  function chavesDaLinha(linha: LinhaMatriz): string[] {
    return linha.celulas.filter((c) => temFatura(c) && lugarDaOperadora.value.has(c.operadora_id)).map((c) => chaveCelula(linha.chave, c.operadora_id))
  }
  function chavesDaColuna(operadora: string): string[] {
    return linhas.value.filter((l) => temFatura(celulaDe(l.chave, operadora))).map((l) => chaveCelula(l.chave, operadora))
  }

  function ancorar(linha: string, operadora: string) {
    ancora = { linha, operadora }
    base = escolhidas.value
  }

  function alternar(linha: string, operadora: string) {
    if (temFatura(celulaDe(linha, operadora))) {
      const nova = new Set(escolhidas.value)
      const chave = chaveCelula(linha, operadora)
      if (!nova.delete(chave)) nova.add(chave)
      escolhidas.value = nova
    }
    ancorar(linha, operadora)
  }

  /** Da âncora até aqui. Sem âncora, começa na célula `desde`, ou aqui. */
  function estender(linha: string, operadora: string, desde = { linha, operadora }) {
    if (!ancora || !indice.value.has(ancora.linha)) ancorar(desde.linha, desde.operadora)
    const de = ancora ?? { linha, operadora }
    const [l1, l2] = [indice.value.get(de.linha)?.n ?? 0, indice.value.get(linha)?.n ?? 0].sort((a, b) => a - b) as [number, number]
    const [o1, o2] = [lugarDaOperadora.value.get(de.operadora) ?? 0, lugarDaOperadora.value.get(operadora) ?? 0].sort((a, b) => a - b) as [number, number]
    const nova = new Set(base)
    for (const l of linhas.value.slice(l1, l2 + 1)) {
      for (const o of operadoras.value.slice(o1, o2 + 1)) {
        if (temFatura(celulaDe(l.chave, o.id))) nova.add(chaveCelula(l.chave, o.id))
      }
    }
    escolhidas.value = nova
  }

  function estadoDe(chaves: readonly string[]): EstadoSelecao {
    const quantas = chaves.filter((c) => escolhidas.value.has(c)).length
    if (quantas === 0) return 'nada'
    return quantas === chaves.length ? 'tudo' : 'parte'
  }
  function alternarVarias(chaves: readonly string[]) {
    const nova = new Set(escolhidas.value)
    const tirar = estadoDe(chaves) === 'tudo'
    for (const c of chaves) {
      if (tirar) nova.delete(c)
      else nova.add(c)
    }
    escolhidas.value = nova
    ancora = null
  }

  function limpar() {
    escolhidas.value = new Set()
    ancora = null
  }

  /** As células escolhidas que ainda existem, com o que o servidor sabe delas agora. */
  const celulas = computed<CelulaEscolhida[]>(() => {
    if (escolhidas.value.size === 0) return []
    return linhas.value.flatMap((linha) =>
      operadoras.value.flatMap((operadora) => {
        if (!escolhidas.value.has(chaveCelula(linha.chave, operadora.id))) return []
        const celula = celulaDe(linha.chave, operadora.id)
        return temFatura(celula) ? [{ linha, operadora, celula }] : []
      }),
    )
  })

  return {
    celulas,
    celulaDe,
    esta: (linha: string, operadora: string) => escolhidas.value.has(chaveCelula(linha, operadora)),
    ancorar,
    alternar,
    estender,
    limpar,
    estadoDaLinha: (linha: LinhaMatriz) => estadoDe(chavesDaLinha(linha)),
    estadoDaColuna: (operadora: string) => estadoDe(chavesDaColuna(operadora)),
    estadoDeTudo: () => estadoDe(linhas.value.flatMap(chavesDaLinha)),
    alternarLinha: (linha: LinhaMatriz) => alternarVarias(chavesDaLinha(linha)),
    alternarColuna: (operadora: string) => alternarVarias(chavesDaColuna(operadora)),
    alternarTudo: () => alternarVarias(linhas.value.flatMap(chavesDaLinha)),
  }
}

export type SelecaoMatriz = ReturnType<typeof useSelecaoMatriz>
