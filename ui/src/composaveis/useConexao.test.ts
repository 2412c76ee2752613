import { QueryClient } from '@tanstack/vue-query'
import { describe, expect, it, vi } from 'vitest'
import { invalidar } from './useConexao'

function comConsultas(chaves: string[][]): QueryClient {
  const consultas = new QueryClient()
  for (const chave of chaves) consultas.setQueryData(chave, 1)
  return consultas
}

const velhas = (c: QueryClient) => c.getQueryCache().getAll().filter((q) => q.state.isInvalidated).map((q) => q.queryKey.join('/'))

describe('invalidar', () => {
  const chaves = [['processos', 'lista'], ['painel', 'mes'], ['clientes', 'um'], ['usuarios']]

  it('só o assunto que mudou e o que depende dele', async () => {
    const consultas = comConsultas(chaves)
    await invalidar(consultas, { assuntos: new Set(['processos']), primeira: false })
    expect(velhas(consultas)).toEqual(['processos/lista', 'painel/mes'])
  })

  it('tudo, depois de um tempo sem ouvir', async () => {
    const consultas = comConsultas(chaves)
    await invalidar(consultas, { assuntos: 'tudo', primeira: false })
    expect(velhas(consultas)).toHaveLength(chaves.length)
  })

  it('na primeira ligação, o que está a caminho não recomeça', async () => {
    const consultas = new QueryClient()
    const buscar = vi.fn(() => new Promise<number>((r) => setTimeout(() => r(1), 20)))
    const pedido = consultas.fetchQuery({ queryKey: ['processos'], queryFn: buscar })
    await invalidar(consultas, { assuntos: 'tudo', primeira: true })
    await pedido
    expect(buscar).toHaveBeenCalledOnce()
  })
})
