import { createApp, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { lerFiltros, paraConsulta, useFiltrosProcessos } from './useFiltrosProcessos'

describe('lerFiltros', () => {
  it('lê o endereço e recusa o que não conhece', () => {
    expect(lerFiltros({ mes_ano: '2026-11', status_processo: 'UPLOAD_REALIZADO', busca: '', pagina: '3', cursor: 'x' })).toEqual({
      mesAno: '2026-11',
      status: 'UPLOAD_REALIZADO',
      operadoraId: undefined,
      busca: undefined,
      ordem: undefined,
      cursor: 'x',
      pagina: 3,
    })
    expect(lerFiltros({ status_processo: 'constructor' }).status).toBeUndefined()
  })

  it('sem cursor, a página é a primeira', () => {
    expect(lerFiltros({ pagina: '7' }).pagina).toBe(1)
    expect(lerFiltros({ pagina: '-2', cursor: 'x' }).pagina).toBe(1)
  })

  it('a consulta pede o total e a página do tamanho da tela', () => {
    expect(paraConsulta(lerFiltros({ busca: 'vila' }))).toMatchObject({ busca: 'vila', limite: 50, total: true })
  })
})

describe('useFiltrosProcessos', () => {
  async function montar(endereco: string) {
    const roteador = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
    await roteador.push(endereco)
    let usado: ReturnType<typeof useFiltrosProcessos> | undefined
    createApp(
      defineComponent({
        setup() {
          usado = useFiltrosProcessos()
          return () => h('i')
        },
      }),
    )
      .use(roteador)
      .mount(document.createElement('div'))
    if (!usado) throw new Error('não montou')
    return { roteador, usado }
  }

  it('mudar um filtro mantém os outros e volta à primeira página', async () => {
    const { roteador, usado } = await montar('/?mes_ano=2026-11&cursor=abc&pagina=4')
    await usado.mudar({ operadoraId: 'o1' })
    expect(roteador.currentRoute.value.query).toEqual({ mes_ano: '2026-11', operadora_id: 'o1' })
  })

  it('a página guarda os filtros; limpar tira tudo', async () => {
    const { roteador, usado } = await montar('/?busca=vila')
    await usado.irParaPagina(2, 'c2')
    expect(roteador.currentRoute.value.query).toEqual({ busca: 'vila', cursor: 'c2', pagina: '2' })
    await usado.limpar()
    expect(roteador.currentRoute.value.query).toEqual({})
  })
})
