interface Permissao {
  nome: string
  descricao: string
}
export interface ModuloPermissoes {
  modulo: string
  titulo: string
  permissoes: Permissao[]
}

const TITULOS: Record<string, string> = {
  faturas: 'Faturas',
  execucoes: 'Execuções',
  agendamentos: 'Agendamentos',
  usuarios: 'Usuários e grupos',
  contas: 'Contas',
  auditoria: 'Auditoria',
  saude: 'Saúde',
}

/** As permissões `modulo.acao`, juntas por módulo, na ordem em que o servidor as diz. */
export function porModulo(permissoes: readonly Permissao[]): ModuloPermissoes[] {
  const modulos = new Map<string, ModuloPermissoes>()
  for (const permissao of permissoes) {
    const modulo = permissao.nome.split('.')[0] ?? permissao.nome
    const grupo = modulos.get(modulo) ?? { modulo, titulo: TITULOS[modulo] ?? modulo, permissoes: [] }
    grupo.permissoes.push(permissao)
    modulos.set(modulo, grupo)
  }
  return [...modulos.values()]
}
