import { expect, it } from 'vitest'
import { createApp, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useListaNoEndereco } from './useListaNoEndereco'

async function montar(endereco: string) {
  const roteador = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
  await roteador.push(endereco)
  let lista: ReturnType<typeof useListaNoEndereco<'operadora_id'>> | undefined
  createApp(
    defineComponent({
      setup() {
        lista = useListaNoEndereco(['operadora_id'])
        return () => h('i')
      },
    }),
  )
    .use(roteador)
    .mount(document.createElement('div'))
  if (!lista) throw new Error('não montou')
  return { lista, query: () => roteador.currentRoute.value.query }
}

it('mudar um filtro mantém os outros e volta à primeira página', async () => {
  const { lista, query } = await montar('/?busca=vila&cursor=c2&pagina=2&alheio=1')
  expect([lista.pagina.value, lista.filtrada.value]).toEqual([2, true])
  await lista.mudar('operadora_id', 'o1')
  expect(query()).toEqual({ busca: 'vila', operadora_id: 'o1' })
  await lista.mudar('busca', undefined)
  expect(query()).toEqual({ operadora_id: 'o1' })
})

it('vai e volta de página pelo caminho percorrido', async () => {
  const { lista, query } = await montar('/?ordem=-razao_social')
  await lista.proxima('c2')
  await lista.proxima('c3')
  expect(query()).toEqual({ ordem: '-razao_social', cursor: 'c3', pagina: '3' })
  await lista.anterior()
  expect(query()).toEqual({ ordem: '-razao_social', cursor: 'c2', pagina: '2' })
  await lista.proxima(null)
  expect(lista.pagina.value).toBe(2)
})

it('chegando por um link no meio, voltar vai ao começo', async () => {
  const { lista, query } = await montar('/?cursor=c9&pagina=9')
  await lista.anterior()
  expect(query()).toEqual({})
  expect(lista.pagina.value).toBe(1)
})

it('página sem cursor é a primeira; limpar guarda só a ordem', async () => {
  const { lista, query } = await montar('/?pagina=4&busca=x&ordem=unidade')
  expect(lista.pagina.value).toBe(1)
  await lista.limpar()
  expect(query()).toEqual({ ordem: 'unidade' })
})
