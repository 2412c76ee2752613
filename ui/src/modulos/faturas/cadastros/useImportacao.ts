import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, shallowRef } from 'vue'
import { corpo, http } from '@/api/cliente'
import { semAcento } from '@/componentes/filtros'
import type { Importacao, LinhaImportada, ResultadoLinha } from './contrato'
import { decodificar, escreverCsv, lerCsv } from './csv'

export type LinhaDaPrevia = LinhaImportada & { id: string; quem: string; detalhe: string }

export const RESULTADOS: readonly ResultadoLinha[] = ['CRIADO', 'ALTERADO', 'IGUAL', 'RECUSADO']

const TITULOS = { razao_social: ['razao_social', 'cliente', 'razao'], cnpj: ['cnpj'], operadora: ['operadora', 'operadora_codigo', 'codigo_operadora', 'codigo_da_operadora'], unidade: ['unidade'] }

/** As células de cada linha do arquivo, pelo número dela; vazio quando não é texto (XLSX). */
export function celulasPorLinha(texto: string): Map<number, Record<keyof typeof TITULOS, string>> {
  const [titulos = [], ...linhas] = lerCsv(texto)
  const simples = titulos.map((t) => semAcento(t.replace(/^\ufeff/, '').trim()).replace(/[^a-z0-9]+/g, '_'))
  const coluna = (nomes: string[]) => simples.findIndex((t) => nomes.includes(t))
  const colunas = Object.entries(TITULOS).map(([campo, nomes]) => [campo, coluna(nomes)] as const)
  return new Map(linhas.map((celulas, n) => [n + 2, Object.fromEntries(colunas.map(([campo, k]) => [campo, (celulas[k] ?? '').trim()])) as Record<keyof typeof TITULOS, string>]))
}

export function montarPrevia(resposta: Importacao, texto: string): LinhaDaPrevia[] {
  const celulas = celulasPorLinha(texto)
  return resposta.linhas.map((l: LinhaImportada) => {
    const c = celulas.get(l.linha)
    return { ...l, id: String(l.linha), quem: l.titulo ?? c?.razao_social ?? '', detalhe: [c?.operadora, c?.unidade, c?.cnpj].filter(Boolean).join(' · ') }
  })
}

/** O relatório das linhas recusadas, uma recusa por linha, para quem vai corrigir o arquivo. */
export function relatorioDeErros(linhas: readonly LinhaDaPrevia[]): string {
  const recusas = linhas.flatMap((l) => (l.erros ?? []).map((e) => [String(l.linha), l.quem, l.detalhe, e.campo, e.mensagem]))
  return escreverCsv([['linha', 'cliente', 'detalhe', 'campo', 'motivo'], ...recusas])
}

/** Importar em dois tempos: ensaiar e ver linha a linha; depois aplicar só as linhas boas. */
export function useImportacao() {
  const consultas = useQueryClient()
  const arquivo = shallowRef<File | null>(null)
  const previa = shallowRef<{ resposta: Importacao; linhas: LinhaDaPrevia[] } | null>(null)
  const aplicada = shallowRef<Importacao | null>(null)
  const fase = ref<'esperando' | 'ensaiando' | 'conferindo' | 'aplicando' | 'pronta'>('esperando')
  const falha = shallowRef<unknown>(null)

  function enviar(simular: boolean, f: File) {
    const formulario = new FormData()
    formulario.append('arquivo', f)
    return corpo(http.POST('/api/v1/clientes/importacao', { params: { query: simular ? { simular } : {} }, body: formulario as never, bodySerializer: (b: unknown) => b as FormData }))
  }

  async function ensaiar(f: File) {
    arquivo.value = f
    previa.value = null
    aplicada.value = null
    falha.value = null
    fase.value = 'ensaiando'
    try {
      const texto = /\.xlsx$/i.test(f.name) ? '' : decodificar(await f.arrayBuffer())
      const resposta = await enviar(true, f)
      previa.value = { resposta, linhas: montarPrevia(resposta, texto) }
      fase.value = 'conferindo'
    } catch (erro) {
      falha.value = erro
      fase.value = 'esperando'
    }
  }

  async function aplicar() {
    if (!arquivo.value || fase.value === 'aplicando') return
    fase.value = 'aplicando'
    falha.value = null
    try {
      aplicada.value = await enviar(false, arquivo.value)
      fase.value = 'pronta'
    } catch (erro) {
      falha.value = erro
      fase.value = 'conferindo'
    } finally {
      await consultas.invalidateQueries({ queryKey: ['clientes'] })
    }
  }

  function recomecar() {
    arquivo.value = null
    previa.value = null
    aplicada.value = null
    falha.value = null
    fase.value = 'esperando'
  }

  const boas = computed(() => (previa.value ? previa.value.resposta.criados + previa.value.resposta.alterados : 0))
  return { arquivo, previa, aplicada, fase, falha, boas, ensaiar, aplicar, recomecar }
}
