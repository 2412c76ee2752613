import { describe, expect, it } from 'vitest'
import { lerFiltros } from './composaveis/useFiltrosProcessos'
import { consultaParaGuardar, filtrosDaVisao, visaoAtual, visoesProntas } from './visoes'

function daChave(chave: string) {
  const v = visoesProntas.find((x) => x.chave === chave)
  if (!v) throw new Error(chave)
  return v
}

describe('visões prontas', () => {
  it('cada uma se reconhece no próprio endereço, com ou sem mês e busca', () => {
    for (const v of visoesProntas) {
      expect(visaoAtual(filtrosDaVisao(v, { mesAno: '2026-11' }))?.chave).toBe(v.chave)
      expect(visaoAtual({ ...filtrosDaVisao(v, {}), busca: 'vila', ordem: '-valor' })?.chave).toBe(v.chave)
    }
  })

  it('com outro filtro junto, nenhuma está escolhida', () => {
    expect(visaoAtual(lerFiltros({ atrasados: 'true', operadora_id: 'o1' }))).toBeUndefined()
    expect(visaoAtual(lerFiltros({ operadora_id: 'o1' }))).toBeUndefined()
  })

  it('separar as falhas por classe não sai da visão de falhas', () => {
    expect(visaoAtual(lerFiltros({ com_falha: 'true', classe_erro: 'CREDENCIAL' }))?.chave).toBe('falhas')
  })

  it('escolher uma visão mantém o mês e volta à primeira página', () => {
    expect(filtrosDaVisao(daChave('atrasados'), { mesAno: '2026-11' })).toEqual({ atrasados: true, ordem: 'prevista', mesAno: '2026-11', pagina: 1 })
  })

  it('guarda a consulta sem a página, e ela se lê de volta', () => {
    const f = lerFiltros({ mes_ano: '2026-11', busca: 'são & cia', cursor: 'x', pagina: '3', ordem: '-valor' })
    const consulta = consultaParaGuardar(f)
    expect(consulta).not.toContain('cursor')
    expect(lerFiltros(Object.fromEntries(new URLSearchParams(consulta)))).toMatchObject({ mesAno: '2026-11', busca: 'são & cia', ordem: '-valor', pagina: 1 })
  })
})
