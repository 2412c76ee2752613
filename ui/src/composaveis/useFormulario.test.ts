import { describe, expect, it, vi } from 'vitest'
import { ErroApi } from '@/api/erro'
import { diferencas, useFormulario } from './useFormulario'

type Dados = { nome: string; cnpj: string; senha: string | null }
const inicial = (): Dados => ({ nome: 'Ana', cnpj: '1', senha: null })
const recusado = (campo: string, mensagem: string) => new ErroApi('inválido', 422, 'invalido', null, [{ campo, codigo: 'x', mensagem }])

function montar(opcoes: Partial<Parameters<typeof useFormulario<Dados>>[0]> = {}) {
  const enviar = vi.fn<(v: Dados) => Promise<unknown>>(() => Promise.resolve())
  const f = useFormulario<Dados>({ inicial, enviar, ...opcoes })
  return { f, enviar }
}

describe('useFormulario', () => {
  it('sabe o que mudou e deixa de saber quando volta', () => {
    const { f } = montar()
    f.valores.nome = 'Bia'
    expect([f.sujo.value, f.mudados.value]).toEqual([true, ['nome']])
    f.valores.nome = 'Ana'
    expect(f.sujo.value).toBe(false)
  })

  it('o erro da tela só aparece depois de sair do campo ou tentar enviar', async () => {
    const { f, enviar } = montar({ validar: (v) => ({ nome: v.nome ? null : 'Informe o nome.' }) })
    f.valores.nome = ''
    expect(f.erroDe('nome')).toBeNull()
    f.saiuDo('nome')
    expect(f.erroDe('nome')).toBe('Informe o nome.')
    await f.enviar()
    expect(enviar).not.toHaveBeenCalled()
    expect(f.recusados.value).toBe(1)
  })

  it('a recusa do servidor fica ao lado do campo até o valor mudar', async () => {
    const { f } = montar({ enviar: () => Promise.reject(recusado('cnpj', 'já existe este CNPJ')) })
    await f.enviar()
    expect(f.erroDe('cnpj')).toBe('Já existe este CNPJ.')
    expect(f.erros.value).toEqual([{ campo: 'cnpj', mensagem: 'Já existe este CNPJ.' }])
    expect(f.falha.value).toBeNull()
    f.valores.cnpj = '2'
    expect(f.erroDe('cnpj')).toBeNull()
  })

  it('um campo que a tela não tem entra no resumo', async () => {
    const { f } = montar({ enviar: () => Promise.reject(recusado('hash_unico', 'em uso')) })
    await f.enviar()
    expect(f.erros.value).toEqual([{ campo: 'hash_unico', mensagem: 'Em uso.' }])
  })

  it('falha que não é de campo mantém o digitado', async () => {
    const erro = new ErroApi('O servidor falhou.', 500)
    const { f } = montar({ enviar: () => Promise.reject(erro) })
    f.valores.nome = 'Bia'
    await f.enviar()
    expect(f.falha.value).toBe(erro)
    expect([f.valores.nome, f.sujo.value, f.enviando.value]).toEqual(['Bia', true, false])
  })

  it('salvo, o enviado vira a base; dois envios juntos são um', async () => {
    const { f, enviar } = montar()
    f.valores.nome = 'Bia'
    await Promise.all([f.enviar(), f.enviar()])
    expect(enviar).toHaveBeenCalledTimes(1)
    expect(enviar).toHaveBeenCalledWith({ nome: 'Bia', cnpj: '1', senha: null })
    expect(f.sujo.value).toBe(false)
  })
})

describe('conflito com quem salvou antes', () => {
  const nova: Dados = { nome: 'Caio', cnpj: '9', senha: null }
  function emConflito() {
    return montar({ enviar: () => Promise.reject(new ErroApi('mudou', 412)), carregarAtual: () => Promise.resolve({ valores: nova, autor: 'Helena' }) }).f
  }

  it('mostra campo a campo, e marca só o que os dois mudaram', async () => {
    const f = emConflito()
    f.valores.nome = 'Bia'
    await f.enviar()
    expect(f.conflito.value?.autor).toBe('Helena')
    expect(f.conflito.value?.diferencas).toEqual([
      { campo: 'nome', antes: 'Ana', agora: 'Caio', digitado: 'Bia', disputado: true },
      { campo: 'cnpj', antes: '1', agora: '9', digitado: '1', disputado: false },
    ])
  })

  it('manter o digitado parte da versão nova', async () => {
    const f = emConflito()
    f.valores.nome = 'Bia'
    await f.enviar()
    f.manterDigitado()
    expect({ ...f.valores }).toEqual({ nome: 'Bia', cnpj: '9', senha: null })
    expect([f.conflito.value, f.mudados.value]).toEqual([null, ['nome']])
  })

  it('usar a versão nova descarta o digitado', async () => {
    const f = emConflito()
    f.valores.nome = 'Bia'
    await f.enviar()
    f.usarVersaoNova()
    expect({ ...f.valores }).toEqual(nova)
    expect(f.sujo.value).toBe(false)
  })

  it('sem conseguir ler a versão nova, diz a falha e não perde nada', async () => {
    const { f } = montar({ enviar: () => Promise.reject(new ErroApi('mudou', 412)), carregarAtual: () => Promise.reject(new ErroApi('fora', 0)) })
    f.valores.nome = 'Bia'
    await f.enviar()
    expect(f.falha.value).toBeInstanceOf(ErroApi)
    expect(f.valores.nome).toBe('Bia')
  })

  it('os dois digitaram o mesmo: não há disputa', () => {
    expect(diferencas(inicial(), { ...inicial(), nome: 'Caio' }, nova)[0]?.disputado).toBe(false)
  })
})
