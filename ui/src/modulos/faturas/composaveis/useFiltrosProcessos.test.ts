import { createApp, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { lerFiltros, paraConsulta, paraEndereco, paraFiltro, resolverDia, temFiltro, useFiltrosProcessos } from './useFiltrosProcessos'

const HOJE = new Date('2026-11-20T15:00:00-03:00')

describe('lerFiltros', () => {
  it('lê o endereço e recusa o que não conhece', () => {
    expect(lerFiltros({ mes_ano: '2026-11', status_processo: 'UPLOAD_REALIZADO', busca: '', pagina: '3', cursor: 'x' })).toMatchObject({
      mesAno: '2026-11',
      status: 'UPLOAD_REALIZADO',
      busca: undefined,
      cursor: 'x',
      pagina: 3,
    })
    const estranho = lerFiltros({ status_processo: 'constructor', semaforo: 'ROXO', vence_ate: 'amanhã', atrasados: 'sim', upload_manual: '1' })
    expect(temFiltro(estranho)).toBe(false)
  })

  it('sem cursor, a página é a primeira', () => {
    expect(lerFiltros({ pagina: '7' }).pagina).toBe(1)
    expect(lerFiltros({ pagina: '-2', cursor: 'x' }).pagina).toBe(1)
  })

  it('o endereço escrito se lê de volta igual', () => {
    const f = lerFiltros({
      mes_ano: '2026-11', operadora_id: 'o1', cliente_id: 'c1', cnpj: '30774192000154', semaforo: 'AMARELO', upload_manual: 'false',
      atrasados: 'true', pendentes: 'true', com_falha: 'true', vence_de: 'hoje', classe_erro: 'CREDENCIAL', vence_ate: '3d', enviados_em: 'hoje', busca: 'vila', ordem: '-valor',
    })
    const escrito = Object.fromEntries(Object.entries(paraEndereco(f)).filter(([, v]) => v !== undefined)) as Record<string, string>
    expect(lerFiltros(escrito)).toEqual(f)
  })
})

describe('o pedido', () => {
  it('pede o total, a página do tamanho da tela e só os filtros que há', () => {
    expect(paraConsulta(lerFiltros({ busca: 'vila' }), HOJE)).toEqual({ busca: 'vila', limite: 50, total: true, ordem: undefined, cursor: undefined })
  })

  it('resolve os dias relativos contra hoje, sem passar do mês em falso', () => {
    expect(resolverDia('hoje', HOJE)).toBe('2026-11-20')
    expect(resolverDia('11d', HOJE)).toBe('2026-12-01')
    expect(resolverDia('2026-01-31', HOJE)).toBe('2026-01-31')
    expect(paraFiltro(lerFiltros({ vence_ate: '3d', enviados_em: 'hoje' }), HOJE)).toEqual({ vence_ate: '2026-11-23', enviados_em: '2026-11-20' })
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
