import { describe, expect, it } from 'vitest'
import type { Cliente } from './contrato'
import { faltaPara, FORMA_VAZIA, formaDe, pedidoDe, recusaDoEndereco, recusasDoCliente } from './formaCliente'

const cliente = {
  id: 'c', hash_unico: 'h', razao_social: 'Colégio', nome_sat: 'Colégio', cnpj: '12ABC34501DE35', operadora_id: 'o', operadora_codigo: 'EMB', operadora_nome: 'Embratel',
  filtro: '', servico: 'Fixo', dados_sat: '', unidade: 'Matriz', site_emissao: null, login_portal: 'x', tem_senha_portal: false, cpf: '52998224725', status_ativo: true, versao: 3,
  criado_em: '2026-11-01T00:00:00Z', atualizado_em: '2026-11-01T00:00:00Z',
} satisfies Cliente

describe('cliente ↔ formulário', () => {
  it('mostra com máscara e devolve sem perder nada', () => {
    const forma = formaDe(cliente)
    expect([forma.cnpj, forma.cpf, forma.site_emissao, forma.senha_portal]).toEqual(['12.ABC.345/01DE-35', '529.982.247-25', '', null])
  })

  it('a senha só vai quando se troca ou remove', () => {
    expect(pedidoDe(formaDe(cliente))).not.toHaveProperty('senha_portal')
    expect(pedidoDe({ ...formaDe(cliente), senha_portal: 'nova' }).senha_portal).toBe('nova')
    expect(pedidoDe({ ...formaDe(cliente), senha_portal: '' }).senha_portal).toBe('')
  })

  it('recusa na hora o que o servidor recusaria', () => {
    const recusas = recusasDoCliente(FORMA_VAZIA)
    expect(Object.keys(recusas).filter((c) => recusas[c as keyof typeof recusas]).sort()).toEqual(['cnpj', 'nome_sat', 'operadora_id', 'razao_social', 'servico', 'unidade'])
    expect(Object.values(recusasDoCliente(formaDe(cliente))).filter(Boolean)).toEqual([])
    expect(recusasDoCliente({ ...formaDe(cliente), cpf: '1' }).cpf).toBe('O CPF tem 11 algarismos.')
  })

  it('endereço é opcional, mas precisa ser de web', () => {
    expect(recusaDoEndereco('')).toBeNull()
    expect(recusaDoEndereco('https://portal.exemplo')).toBeNull()
    expect(recusaDoEndereco('portal.exemplo')).toContain('http')
  })

  it('login e senha só faltam quando é um robô que entra', () => {
    expect(faltaPara(cliente, true)).toEqual(['dados para o SAT', 'senha do portal'])
    expect(faltaPara(cliente, false)).toEqual(['dados para o SAT'])
  })
})
