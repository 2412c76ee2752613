import { afterEach, describe, expect, it, vi } from 'vitest'
import { ErroApi } from '@/api/erro'
import { ArquivoDivergente, obterArquivo, resumirSha256 } from './arquivo'

const BYTES = new TextEncoder().encode('abc')
const SHA_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

function responder(corpo: BodyInit, status = 200) {
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(corpo, { status }))))
}
const origem = (sha256: string) => ({ url: '/api/v1/processos/1/fatura', sha256, nome: 'a.pdf' })

afterEach(() => vi.unstubAllGlobals())

describe('arquivo conferido', () => {
  it('calcula o SHA-256 com e sem a criptografia do navegador', async () => {
    expect(await resumirSha256(BYTES)).toBe(SHA_ABC)
    vi.stubGlobal('crypto', {})
    expect(await resumirSha256(BYTES)).toBe(SHA_ABC)
  })

  it('entrega só o que bate com o esperado', async () => {
    responder('abc')
    const arquivo = await obterArquivo(origem(SHA_ABC.toUpperCase()), new AbortController().signal)
    expect(arquivo.sha256).toBe(SHA_ABC)
    expect(arquivo.blob.size).toBe(3)
  })

  it('recusa bytes diferentes dos registrados', async () => {
    responder('abcd')
    await expect(obterArquivo(origem(SHA_ABC), new AbortController().signal)).rejects.toBeInstanceOf(ArquivoDivergente)
  })

  it('a recusa do servidor vira a mensagem dele', async () => {
    responder('', 404)
    await expect(obterArquivo(origem(SHA_ABC), new AbortController().signal)).rejects.toBeInstanceOf(ErroApi)
  })
})
