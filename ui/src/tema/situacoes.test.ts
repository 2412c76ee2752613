import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aparenciaDe, estaEmAndamento, estaTerminada, resumirExecucao, rotularTipo, situacoesExecucao, situacoesProcesso, situacoesTentativa } from './situacoes'

const tokens = readFileSync('src/tema/tokens.css', 'utf8')
const todas = { ...situacoesProcesso, ...situacoesExecucao, ...situacoesTentativa }

describe('tabela de situações', () => {
  it('toda cor existe nos tokens, nos três papéis', () => {
    for (const { cor } of Object.values(todas)) {
      for (const papel of ['cor', 'texto', 'suave']) expect(tokens).toContain(`--${cor}-${papel}:`)
    }
  })

  it('dentro de cada objeto, nenhum desenho se repete: a cor nunca fala sozinha', () => {
    for (const tabela of [situacoesProcesso, situacoesExecucao, situacoesTentativa]) {
      const desenhos = Object.values(tabela).map((s) => JSON.stringify(s.glifo))
      expect(new Set(desenhos).size).toBe(desenhos.length)
    }
  })

  it('uma situação desconhecida aparece pelo nome', () => {
    expect(aparenciaDe('INVENTADA').rotulo).toBe('INVENTADA')
  })

  it('resume a última execução pelo que ela fez', () => {
    expect(resumirExecucao('DOWNLOAD_FATURA', 'CONCLUIDO')).toBe('Baixada')
    expect(resumirExecucao('UPLOAD_SAT', 'CONCLUIDO')).toBe('Enviada')
    expect(resumirExecucao('UPLOAD_SAT', 'INCERTO')).toBe('Incerta')
  })

  it('tipos conhecidos têm nome, e os outros aparecem como vieram', () => {
    expect(rotularTipo('UPLOAD_SAT')).toBe('Enviar ao SAT')
    expect(rotularTipo('NOVO')).toBe('NOVO')
    expect(resumirExecucao('NOVO', 'CONCLUIDO')).toBe('Concluída')
  })

  it('andamento e término não se cruzam', () => {
    for (const s of Object.keys(situacoesExecucao) as (keyof typeof situacoesExecucao)[]) {
      expect(estaEmAndamento(s) && estaTerminada(s)).toBe(false)
    }
    // Quem espera uma pessoa não anda nem terminou.
    expect(estaEmAndamento('AGUARDANDO_HUMANO') || estaTerminada('AGUARDANDO_HUMANO')).toBe(false)
  })
})
