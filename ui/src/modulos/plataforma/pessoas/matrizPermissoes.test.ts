import { expect, it } from 'vitest'
import { porModulo } from './matrizPermissoes'

it('junta por módulo, sem mudar a ordem, e um módulo novo aparece pelo nome', () => {
  const p = (nome: string) => ({ nome, descricao: nome })
  expect(porModulo([p('faturas.ver'), p('novo.ver'), p('faturas.aprovar')])).toEqual([
    { modulo: 'faturas', titulo: 'Faturas', permissoes: [p('faturas.ver'), p('faturas.aprovar')] },
    { modulo: 'novo', titulo: 'novo', permissoes: [p('novo.ver')] },
  ])
})
