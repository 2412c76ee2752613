import { describe, expect, it } from 'vitest'
import { emPedacos } from './composaveis/useLote'
import { itemDeTeste } from './deTeste'
import { alvosDe, dizerFeitos, recusasDe, semAlvo, type Escolhido } from './lote'

function escolhido(id: string, passos: { passo: string; possivel: boolean; motivo?: string }[], sha: string | null = 'a'.repeat(64)): Escolhido {
  const base = itemDeTeste({ id, status_processo: 'AGUARDANDO_APROVACAO', arquivo_sha256: sha, passos_possiveis: passos as Escolhido['passos_possiveis'] })
  return { ...base, cliente: { ...base.cliente, razao_social: `Cliente ${id}` } }
}
const aprovavel = escolhido('1', [{ passo: 'APROVAR', possivel: true }])
const semArquivo = escolhido('2', [{ passo: 'APROVAR', possivel: true }], null)
const semSenha = escolhido('3', [{ passo: 'BAIXAR', possivel: false, motivo: 'falta a senha do portal' }])
const semLogin = escolhido('4', [{ passo: 'BAIXAR', possivel: false, motivo: 'falta o login do portal' }])

describe('o lote', () => {
  it('só age em quem pode, e nunca aprova o que não tem arquivo', () => {
    expect(alvosDe('APROVAR', [aprovavel, semArquivo, semSenha]).map((p) => p.id)).toEqual(['1'])
    expect(semAlvo('APROVAR', [aprovavel])).toBeNull()
  })

  it('desabilitado, diz por quê: o motivo de todos se é um só, senão o geral', () => {
    expect(semAlvo('BAIXAR', [semSenha])).toBe('Falta a senha do portal.')
    expect(semAlvo('BAIXAR', [semSenha, semLogin])).toBe('Nenhum dos selecionados aguarda download.')
    expect(semAlvo('ENVIAR', [aprovavel])).toBe('Só depois da aprovação.')
  })

  it('as recusas têm nome, e o motivo é frase', () => {
    const resposta = { feitos: 1, recusados: [{ id: '3', codigo: 'x', mensagem: 'falta a senha' }, { id: '9', codigo: 'y', mensagem: 'não existe' }] }
    expect(recusasDe(resposta, new Map([['3', semSenha]]))).toEqual([{ id: '3', quem: 'Cliente 3, Vivo', motivo: 'Falta a senha.' }, { id: '9', quem: '9', motivo: 'Não existe.' }])
    expect(dizerFeitos('BAIXAR', 1)).toBe('download na fila')
    expect(dizerFeitos('APROVAR', 2)).toBe('faturas aprovadas')
  })

  it('vai em pedaços de 500; por filtro, num pedido só', () => {
    const itens = Array.from({ length: 1001 }, (_, n) => ({ id: String(n) }))
    expect(emPedacos({ acao: 'BAIXAR', itens }).map((p) => p.itens?.length)).toEqual([500, 500, 1])
    expect(emPedacos({ acao: 'BAIXAR', filtro: { com_falha: true } })).toEqual([{ acao: 'BAIXAR', filtro: { com_falha: true } }])
  })
})
