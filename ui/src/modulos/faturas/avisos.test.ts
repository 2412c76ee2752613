import { describe, expect, it } from 'vitest'
import { avisosDe } from './avisos'
import type { DetalheProcesso, ExecucaoDoProcesso } from './contratoProcessos'
import { execucaoDeTeste, processoDeTeste } from './deTeste'

function processo(m: Partial<DetalheProcesso>, execucao?: Partial<ExecucaoDoProcesso>): DetalheProcesso {
  return processoDeTeste({ execucoes: execucao ? [execucaoDeTeste({ status: 'FALHOU', ...execucao })] : [], ...m })
}

describe('avisosDe', () => {
  it('explica a falha, cita o portal e oferece repetir o mesmo passo', () => {
    const [aviso] = avisosDe(processo({}, { classe_erro: 'CREDENCIAL', detalhes_erro: 'Usuário ou senha inválidos.' }))
    expect(aviso).toMatchObject({ tom: 'vermelho', citacao: 'Usuário ou senha inválidos.', remedio: 'corrigir-cliente', repetir: 'baixar', execucaoId: 'e' })
  })

  it('esperando nova tentativa, diz quando', () => {
    const ultima_execucao = { id: 'e', tipo: 'DOWNLOAD_FATURA', status: 'TENTANDO_NOVAMENTE', atualizado_em: '2026-11-20T14:00:00Z', disponivel_em: '2026-11-20T14:05:00Z' } as const
    const [aviso] = avisosDe(processo({ ultima_execucao }, { status: 'TENTANDO_NOVAMENTE', classe_erro: 'PORTAL_FORA' }))
    expect(aviso).toMatchObject({ tom: 'laranja', tentaEm: '2026-11-20T14:05:00Z' })
    expect(aviso?.repetir).toBeUndefined()
  })

  it('uma falha de download se cala depois de baixada', () => {
    expect(avisosDe(processo({ status_processo: 'AGUARDANDO_APROVACAO' }, { classe_erro: 'TEMPO' }))).toEqual([])
  })

  it('incerteza no envio manda decidir, nunca repetir', () => {
    const [aviso] = avisosDe(processo({ status_processo: 'AGUARDANDO_ENVIO_SAT' }, { tipo: 'UPLOAD_SAT', status: 'INCERTO' }))
    expect(aviso).toMatchObject({ tom: 'magenta', remedio: 'decidir' })
    expect(aviso?.repetir).toBeUndefined()
  })

  it('a rejeição diz por quem e por quê', () => {
    const p = processo({ motivo_rejeicao: 'é de outubro', decisoes: [{ tipo: 'REJEICAO', arquivo_sha256: 'a', usuario_id: 'u', usuario_nome: 'Mirela', criado_em: '2026-11-20T14:00:00Z' }] }, { status: 'CONCLUIDO' })
    expect(avisosDe(p)).toMatchObject([{ titulo: 'A fatura anterior foi rejeitada por Mirela', citacao: 'é de outubro' }])
  })

  it('sem falha, o que impede o próximo passo fica à vista; o que já anda, não', () => {
    const impedido = (motivo: string) => processo({ passos_possiveis: [{ passo: 'BAIXAR', possivel: false, motivo }] })
    expect(avisosDe(impedido('falta a senha do portal'))).toMatchObject([{ tom: 'cinza', titulo: 'Não é possível baixar agora', oQueFazer: 'Falta a senha do portal.', remedio: 'corrigir-cliente' }])
    expect(avisosDe(impedido('a operadora não tem RPA: anexe a fatura'))[0]?.remedio).toBe('anexar')
    expect(avisosDe(impedido('o download já está na fila ou em andamento'))).toEqual([])
  })
})
