import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref, type EffectScope } from 'vue'
import { atalhosAtuais, nomesDasTeclas, useAtalhos, type Atalho } from './useAtalhos'

const escopos: EffectScope[] = []

function registrar(titulo: string, atalhos: Atalho[]): EffectScope {
  const escopo = effectScope(true)
  escopo.run(() => useAtalhos(titulo, atalhos))
  escopos.push(escopo)
  return escopo
}

function teclar(key: string, alvo: EventTarget = document.body, opcoes: KeyboardEventInit = {}): KeyboardEvent {
  const evento = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...opcoes })
  alvo.dispatchEvent(evento)
  return evento
}

afterEach(() => {
  while (escopos.length) escopos.pop()?.stop()
  document.body.innerHTML = ''
})

describe('useAtalhos', () => {
  it('dispara pela tecla, e só enquanto quem o registrou vive', () => {
    const acao = vi.fn()
    const escopo = registrar('Fila', [{ tecla: ['j', 'ArrowDown'], rotulo: 'Próxima', acao }])
    expect(teclar('j').defaultPrevented).toBe(true)
    teclar('ArrowDown')
    teclar('J')
    expect(acao).toHaveBeenCalledTimes(3)
    escopo.stop()
    teclar('j')
    expect(acao).toHaveBeenCalledTimes(3)
  })

  it('o primeiro a se registrar pode ir embora sem calar os outros', () => {
    const acao = vi.fn()
    const primeiro = registrar('Página', [{ tecla: 'x', rotulo: 'Outra', acao: vi.fn() }])
    registrar('Moldura', [{ tecla: '?', rotulo: 'Ver os atalhos', acao }])
    primeiro.stop()
    teclar('?')
    expect(acao).toHaveBeenCalledOnce()
  })

  it.each(['<input>', '<input type="search">', '<textarea></textarea>', '<select></select>', '<div contenteditable="true"><b>a</b></div>'])('não dispara enquanto se escreve em %s', (html) => {
    const acao = vi.fn()
    registrar('Fila', [{ tecla: 'a', rotulo: 'Aprovar', acao }])
    document.body.innerHTML = html
    expect(teclar('a', document.body.querySelector('b') ?? document.body.firstElementChild!).defaultPrevented).toBe(false)
    expect(acao).not.toHaveBeenCalled()
  })

  it('uma caixa de seleção não é campo de texto', () => {
    const acao = vi.fn()
    registrar('Fila', [{ tecla: 'a', rotulo: 'Aprovar', acao }])
    document.body.innerHTML = '<input type="checkbox">'
    teclar('a', document.body.firstElementChild!)
    expect(acao).toHaveBeenCalledOnce()
  })

  it('não dispara com diálogo por cima, nem com Ctrl, Alt ou Shift que não pediu', () => {
    const acao = vi.fn()
    registrar('Fila', [{ tecla: 'a', rotulo: 'Aprovar', acao }])
    teclar('a', document.body, { ctrlKey: true })
    teclar('a', document.body, { altKey: true })
    teclar('A', document.body, { shiftKey: true })
    document.body.innerHTML = '<div role="dialog" aria-modal="true"></div>'
    vi.spyOn(Element.prototype, 'getClientRects').mockReturnValue([{}] as unknown as DOMRectList)
    teclar('a')
    expect(acao).not.toHaveBeenCalled()
  })

  it('Ctrl K e ⌘ K valem até dentro de um campo', () => {
    const acao = vi.fn()
    registrar('Moldura', [{ tecla: 'mod+k', rotulo: 'Buscar', acao }])
    document.body.innerHTML = '<input>'
    teclar('k', document.body.firstElementChild!, { ctrlKey: true })
    teclar('k', document.body.firstElementChild!, { metaKey: true })
    teclar('k', document.body.firstElementChild!)
    expect(acao).toHaveBeenCalledTimes(2)
  })

  it('a tecla segurada só repete quem quer', () => {
    const uma = vi.fn()
    const muitas = vi.fn()
    registrar('Fila', [
      { tecla: 'a', rotulo: 'Aprovar', acao: uma },
      { tecla: 'j', rotulo: 'Próxima', acao: muitas, repete: true },
    ])
    for (const key of ['a', 'j']) for (const repeat of [false, true, true]) teclar(key, document.body, { repeat })
    expect([uma.mock.calls.length, muitas.mock.calls.length]).toEqual([1, 3])
  })

  it('o registrado por último vence e vem antes na lista; o que não vale agora some dela', () => {
    const [moldura, pagina] = [vi.fn(), vi.fn()]
    const pode = ref(true)
    registrar('Moldura', [{ tecla: '?', rotulo: 'Ver os atalhos', acao: moldura }])
    registrar('Página', [{ tecla: '?', rotulo: 'Outra coisa', acao: pagina, quando: pode }])
    teclar('?', document.body, { shiftKey: true })
    expect(atalhosAtuais.value.map((g) => g.titulo)).toEqual(['Página', 'Moldura'])
    pode.value = false
    teclar('?', document.body, { shiftKey: true })
    expect(atalhosAtuais.value.map((g) => g.titulo)).toEqual(['Moldura'])
    expect([moldura.mock.calls.length, pagina.mock.calls.length]).toEqual([1, 1])
  })
})

it('nomesDasTeclas escreve como está no teclado', () => {
  expect(nomesDasTeclas(['mod+k', 'j', 'ArrowDown', '?'], false)).toEqual(['Ctrl K', 'J', '↓', '?'])
  expect(nomesDasTeclas('mod+k', true)).toEqual(['⌘ K'])
})
