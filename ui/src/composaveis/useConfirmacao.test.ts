import { expect, it } from 'vitest'
import { confirmar, useConfirmacaoAberta } from './useConfirmacao'

const pedido = { titulo: 'Excluir?', acao: 'Excluir' }

it('responde o que a pessoa escolheu e fecha', async () => {
  const aberta = useConfirmacaoAberta()
  const resposta = confirmar(pedido)
  expect(aberta.value?.titulo).toBe('Excluir?')
  aberta.value?.responder(true)
  await expect(resposta).resolves.toBe(true)
  expect(aberta.value).toBeNull()
})

it('uma pergunta nova recusa a que estava aberta', async () => {
  const primeira = confirmar(pedido)
  const segunda = confirmar({ ...pedido, titulo: 'Outra?' })
  await expect(primeira).resolves.toBe(false)
  useConfirmacaoAberta().value?.responder(true)
  await expect(segunda).resolves.toBe(true)
})
