import { describe, expect, it } from 'vitest'
import type { Operadora } from './contrato'
import { formaDaOperadora, OPERADORA_VAZIA, pedidoDaOperadora, recusasDaOperadora } from './formaOperadora'

const operadora = {
  id: 'o', nome: 'Embratel', codigo: 'EMB', possui_rpa: true, rpa_terceirizado: false, classe_rpa: 'navegador:EMB', status_ativo: true,
  configuracao_rpa: { espera_ms: 4000, hosts_permitidos: ['a.exemplo', 'b.exemplo'], proprio: { x: 1 } },
  tem_token_rpa: false, url_portal: 'https://portal.exemplo', url_endpoint_rpa: null, instrucoes_acesso: null, versao: 1, criado_em: '', atualizado_em: '',
} as unknown as Operadora

describe('operadora ↔ formulário', () => {
  it('vai e volta sem perder ajuste nenhum', () => {
    const pedido = pedidoDaOperadora(formaDaOperadora(operadora))
    expect(pedido.configuracao_rpa).toEqual(operadora.configuracao_rpa)
    expect(pedido.classe_rpa).toBe('navegador:EMB')
    expect(pedido).not.toHaveProperty('token_rpa')
  })

  it('cada motor pede o seu', () => {
    const nova = { ...OPERADORA_VAZIA, nome: 'Oi', codigo: 'OI' }
    expect(recusasDaOperadora(nova).roteiro).toContain('roteiro')
    expect(recusasDaOperadora({ ...nova, motor: 'api_externa' }).url_endpoint_rpa).toContain('servidor')
    expect(Object.values(recusasDaOperadora({ ...nova, possui_rpa: false })).filter(Boolean)).toEqual([])
    expect(pedidoDaOperadora({ ...nova, possui_rpa: false }).classe_rpa).toBeNull()
    expect(pedidoDaOperadora({ ...nova, motor: 'api_externa' }).classe_rpa).toBe('api_externa')
  })

  it('tempo é número, e o resto é um objeto JSON', () => {
    const recusas = recusasDaOperadora({ ...OPERADORA_VAZIA, espera_ms: '4 s', outros: '[1]' })
    expect(recusas.espera_ms).toContain('Milissegundos')
    expect(recusas.outros).toContain('JSON')
  })
})
