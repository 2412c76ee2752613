import { describe, expect, it } from 'vitest'
import { lerFiltros, paraFiltro, temFiltro } from './composaveis/useFiltrosProcessos'
import { nomeDaVisao, visoesProntas } from './visoes'

const HOJE = new Date('2026-11-20T15:00:00-03:00')

describe('visões prontas', () => {
  it('cada uma se reconhece no endereço, com ou sem mês, ordem e busca', () => {
    for (const v of visoesProntas) {
      expect(nomeDaVisao(v.consulta, [])).toBe(v.nome)
      expect(nomeDaVisao({ ...v.consulta, mes_ano: '2026-11', ordem: '-valor', busca: 'vila', cursor: 'x', pagina: '2' }, [])).toBe(v.nome)
    }
  })

  it('todo parâmetro de uma visão é um filtro que a lista entende', () => {
    for (const v of visoesProntas.filter((x) => x.chave !== 'todos')) {
      expect(temFiltro(lerFiltros(v.consulta)), v.nome).toBe(true)
      expect(Object.keys(paraFiltro(lerFiltros(v.consulta), HOJE)).sort(), v.nome).toEqual(Object.keys(v.consulta).sort())
    }
  })

  it('vencer em três dias não conta o que já venceu nem o que já foi', () => {
    const vencem = visoesProntas.find((v) => v.chave === 'vencem')
    expect(paraFiltro(lerFiltros(vencem?.consulta ?? {}), HOJE)).toEqual({ pendentes: true, vence_de: '2026-11-20', vence_ate: '2026-11-23' })
  })

  it('as da pessoa também têm nome; outra combinação, não', () => {
    expect(nomeDaVisao({ operadora_id: 'o1', mes_ano: '2026-11' }, [{ nome: 'Só Vivo', consulta: 'operadora_id=o1' }])).toBe('Só Vivo')
    expect(nomeDaVisao({ atrasados: 'true', operadora_id: 'o1' }, [])).toBeNull()
  })
})
