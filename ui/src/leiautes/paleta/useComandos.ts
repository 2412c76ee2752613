import { useQuery, keepPreviousData, useQueryClient } from '@tanstack/vue-query'
import { refDebounced, useStorage } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { corpo, http } from '@/api/cliente'
import { atalhosAtuais, nomesDasTeclas } from '@/composaveis/useAtalhos'
import { TEMAS, useTema } from '@/composaveis/useTema'
import { menuPara } from '@/modulos'
import { useSessao } from '@/modulos/plataforma/sessao'
import { usePaleta } from '../usePaleta'
import { filtrar, linhasDaBusca, type Comando } from './comandos'

const MINIMO_LETRAS = 2
const ESPERA_MS = 150
const RECENTES = 6

/** Páginas que se abrem pelo nome sem estar no menu. */
const OUTRAS_PAGINAS = [
  { caminho: '/clientes/novo', titulo: 'Novo cliente', icone: 'adicionar', palavras: 'criar cadastrar' },
  { caminho: '/clientes/importacao', titulo: 'Importar clientes de uma planilha', icone: 'enviar-arquivo', palavras: 'csv xlsx' },
  { caminho: '/operadoras/nova', titulo: 'Nova operadora', icone: 'adicionar', palavras: 'criar cadastrar' },
  { caminho: '/perfil', titulo: 'Meu perfil', icone: 'perfil', palavras: 'senha sessoes nome conta' },
  { caminho: '/ajuda', titulo: 'Manual de quem usa', icone: 'ajuda', palavras: 'ajuda documentacao' },
] as const

/** O que a paleta oferece para o texto digitado. O que é daqui aparece na hora; o do servidor, quando chega. */
export function useComandos(texto: Ref<string>) {
  const sessao = useSessao()
  const tema = useTema()
  const roteador = useRouter()
  const consultas = useQueryClient()
  const paleta = usePaleta()

  // Na hora: a paleta fecha, e quem a montou some, no mesmo gesto que guarda.
  const guardados = useStorage<{ dono: string; itens: Comando[] }>('regente.recentes', { dono: '', itens: [] }, undefined, { flush: 'sync' })
  const dono = `${sessao.atual?.usuario.id}/${sessao.atual?.conta.id}`
  const recentes = computed(() => (guardados.value.dono === dono ? guardados.value.itens : []))

  const pagina = (caminho: string, titulo: string, icone: Comando['icone'], palavras = ''): Comando => ({ chave: caminho, grupo: 'Páginas', titulo, icone, destino: caminho, palavras })

  function existe(caminho: string, nome?: string): boolean {
    const { name, meta } = roteador.resolve(caminho)
    return name !== 'nao-encontrada' && (!nome || name === nome) && (!meta.permissao || sessao.tem(meta.permissao))
  }

  const paginas = computed(() => [
    ...menuPara((p) => sessao.tem(p)).flatMap((g) => g.itens.map((i) => pagina(roteador.resolve({ name: i.rota }).path, i.titulo, i.icone, g.titulo))),
    ...OUTRAS_PAGINAS.filter((p) => !('id' in roteador.resolve(p.caminho).params) && existe(p.caminho)).map((p) => pagina(p.caminho, p.titulo, p.icone, p.palavras)),
  ])

  // O que a página faz por tecla, faz também por nome.
  const daPagina = atalhosAtuais.value
    .filter((g) => g.titulo !== 'Em qualquer página')
    .flatMap((g) => g.atalhos.map<Comando>((a) => ({ chave: `atalho/${a.rotulo}`, grupo: 'Nesta página', titulo: a.rotulo, icone: 'a-direita', tecla: nomesDasTeclas(a.tecla)[0], acao: () => a.acao(new KeyboardEvent('keydown')) })))

  const acoes = computed<Comando[]>(() => [
    ...TEMAS.filter((t) => t !== tema.escolha).map<Comando>((t) => ({ chave: `tema/${t}`, grupo: 'Ações', titulo: `Tema: ${t}`, icone: `tema-${t}`, palavras: 'cor aparencia modo', acao: () => tema.escolher(t) })),
    { chave: 'atalhos', grupo: 'Ações', titulo: 'Ver os atalhos de teclado', icone: 'atalhos', tecla: '?', acao: () => (paleta.atalhosAbertos.value = true) },
    { chave: 'recarregar', grupo: 'Ações', titulo: 'Atualizar o que está na tela', icone: 'repetir', acao: () => void consultas.invalidateQueries() },
  ])

  const aBuscar = refDebounced(
    computed(() => texto.value.trim()),
    ESPERA_MS,
  )
  const vale = computed(() => texto.value.trim().length >= MINIMO_LETRAS)
  const busca = useQuery({
    queryKey: ['busca', aBuscar],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/busca', { params: { query: { q: aBuscar.value, limite: 6 } }, signal })),
    enabled: computed(() => aBuscar.value.length >= MINIMO_LETRAS),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  })

  const buscando = computed(() => vale.value && (busca.isFetching.value || aBuscar.value !== texto.value.trim()))
  const achados = computed(() => (vale.value && busca.data.value ? linhasDaBusca(busca.data.value).filter((c) => existe(c.destino ?? '')) : []))

  const comandos = computed<Comando[]>(() => {
    if (!texto.value.trim()) return [...recentes.value.map((c) => ({ ...c, grupo: 'Recentes' })), ...daPagina, ...paginas.value.filter((p) => !recentes.value.some((r) => r.chave === p.chave)), ...acoes.value]
    return [...filtrar([...daPagina, ...paginas.value], texto.value), ...achados.value, ...filtrar(acoes.value, texto.value)]
  })

  /** Só o que tem endereço volta a servir; o que é do tema ou da página, não. */
  function lembrar(comando: Comando) {
    if (!comando.destino) return
    const { chave, titulo, detalhe, icone, destino } = comando
    const outros = recentes.value.filter((c) => c.chave !== chave)
    guardados.value = { dono, itens: [{ chave, grupo: 'Recentes', titulo, detalhe, icone, destino }, ...outros].slice(0, RECENTES) }
  }

  return { comandos, buscando, falhou: computed(() => vale.value && busca.isError.value), lembrar, vale }
}
