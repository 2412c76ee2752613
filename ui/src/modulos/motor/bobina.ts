import type { NivelRegistro, Registro } from '@/api/tipos'

/*
 * A bobina guarda os registros de uma execução na forma que a tela precisa para
 * mostrar só o que cabe: quantas linhas de texto cada um ocupa e onde começa.
 * Cem mil registros são cem mil números, não cem mil elementos na página.
 */

const PESO: Record<NivelRegistro, number> = { DEPURACAO: 0, INFO: 1, AVISO: 2, ERRO: 3 }

export interface Filtro {
  minimo: NivelRegistro
  /** Só registros que contêm este texto; vazio aceita todos. */
  procura: string
}

/** Quebra um texto em linhas de até `colunas` letras, de preferência entre palavras. */
export function quebrar(texto: string, colunas: number): string[] {
  const largura = Math.max(8, colunas)
  const linhas: string[] = []
  for (const paragrafo of texto.split('\n')) {
    let resto = paragrafo
    while (resto.length > largura) {
      const espaco = resto.lastIndexOf(' ', largura)
      const corte = espaco > largura * 0.3 ? espaco : largura
      linhas.push(resto.slice(0, corte))
      resto = resto.slice(espaco === corte ? corte + 1 : corte)
    }
    linhas.push(resto)
  }
  return linhas
}

function contarLinhas(texto: string, colunas: number): number {
  return texto.length <= colunas && !texto.includes('\n') ? 1 : quebrar(texto, colunas).length
}

export class Bobina {
  private todos: Registro[] = []
  private aceitos: Registro[] = []
  /** `inicios[n]` é a linha em que o registro n começa; o último é o total. */
  private inicios: number[] = [0]
  private filtro: Filtro = { minimo: 'DEPURACAO', procura: '' }
  private colunas = 80

  readonly contagem = { total: 0, avisos: 0, erros: 0 }

  get linhas(): number {
    return this.inicios.at(-1) ?? 0
  }

  get mostrados(): number {
    return this.aceitos.length
  }

  acrescentar(novos: readonly Registro[]): void {
    for (const r of novos) {
      this.todos.push(r)
      this.contagem.total++
      if (r.nivel === 'AVISO') this.contagem.avisos++
      if (r.nivel === 'ERRO') this.contagem.erros++
      this.aceitar(r)
    }
  }

  /** Refaz as posições: mudou o filtro ou a largura da tela. */
  refazer(filtro: Filtro, colunas: number): void {
    this.filtro = { ...filtro, procura: filtro.procura.trim().toLocaleLowerCase('pt-BR') }
    this.colunas = colunas
    this.aceitos = []
    this.inicios = [0]
    for (const r of this.todos) this.aceitar(r)
  }

  esvaziar(): void {
    this.todos = []
    this.aceitos = []
    this.inicios = [0]
    Object.assign(this.contagem, { total: 0, avisos: 0, erros: 0 })
  }

  /** Os registros que tocam o intervalo de linhas [de, ate), com a linha em que começam. */
  janela(de: number, ate: number): { registro: Registro; inicio: number }[] {
    const visiveis: { registro: Registro; inicio: number }[] = []
    for (let n = this.acharRegistro(de); n < this.aceitos.length; n++) {
      const inicio = this.inicios[n] ?? 0
      if (inicio >= ate) break
      const registro = this.aceitos[n]
      if (registro) visiveis.push({ registro, inicio })
    }
    return visiveis
  }

  /** Tudo o que chegou, sem filtro, como texto para guardar. */
  comoTexto(): string {
    return this.todos.map((r) => `${r.instante} ${r.nivel} ${r.mensagem}\n`).join('')
  }

  private aceitar(r: Registro): void {
    if ((PESO[r.nivel] ?? 1) < PESO[this.filtro.minimo]) return
    if (this.filtro.procura && !r.mensagem.toLocaleLowerCase('pt-BR').includes(this.filtro.procura)) return
    this.aceitos.push(r)
    this.inicios.push(this.linhas + contarLinhas(r.mensagem, this.colunas))
  }

  private acharRegistro(linha: number): number {
    let [de, ate] = [0, this.aceitos.length]
    while (de < ate) {
      const meio = (de + ate) >> 1
      if ((this.inicios[meio + 1] ?? 0) <= linha) de = meio + 1
      else ate = meio
    }
    return de
  }
}
