import type { Modulo } from '../modulo'

export const faturas: Modulo = {
  rotas: [
    // Início e matriz do mês.
    {
      path: '/',
      name: 'inicio',
      component: () => import('./paginas/PaginaInicio.vue'),
      meta: { titulo: 'Início', permissao: 'faturas.ver' },
    },
    {
      path: '/matriz',
      name: 'matriz',
      component: () => import('./paginas/PaginaMatriz.vue'),
      meta: { titulo: 'Matriz do mês', permissao: 'faturas.ver' },
    },

    // Processos.
    {
      path: '/processos',
      name: 'processos',
      component: () => import('./paginas/PaginaProcessos.vue'),
      meta: { titulo: 'Processos', permissao: 'faturas.ver' },
    },
    {
      path: '/processos/:id',
      name: 'processo',
      component: () => import('./paginas/PaginaProcesso.vue'),
      props: true,
      meta: { titulo: 'Processo', permissao: 'faturas.ver', pai: 'processos' },
    },

    // Aprovações e envio manual.
    {
      path: '/aprovacoes',
      name: 'aprovacoes',
      component: () => import('./paginas/PaginaAprovacoes.vue'),
      meta: { titulo: 'Aprovações', permissao: 'faturas.ver', lateralEstreita: true },
    },

    {
      path: '/envio',
      name: 'envio',
      component: () => import('./paginas/PaginaEnvio.vue'),
      meta: { titulo: 'Enviar faturas', permissao: 'faturas.operar' },
    },

    // Clientes e operadoras.
    { path: '/clientes', name: 'clientes', component: () => import('./paginas/PaginaClientes.vue'), meta: { titulo: 'Clientes', permissao: 'faturas.ver' } },
    { path: '/clientes/importacao', name: 'clientes-importacao', component: () => import('./paginas/PaginaImportarClientes.vue'), meta: { titulo: 'Importar clientes', permissao: 'faturas.cadastrar', pai: 'clientes' } },
    { path: '/clientes/novo', name: 'cliente-novo', component: () => import('./paginas/PaginaCliente.vue'), meta: { titulo: 'Novo cliente', permissao: 'faturas.cadastrar', pai: 'clientes' } },
    { path: '/clientes/:id', name: 'cliente', component: () => import('./paginas/PaginaCliente.vue'), props: true, meta: { titulo: 'Cliente', permissao: 'faturas.ver', pai: 'clientes' } },
    { path: '/operadoras', name: 'operadoras', component: () => import('./paginas/PaginaOperadoras.vue'), meta: { titulo: 'Operadoras', permissao: 'faturas.ver' } },
    { path: '/operadoras/nova', name: 'operadora-nova', component: () => import('./paginas/PaginaOperadora.vue'), meta: { titulo: 'Nova operadora', permissao: 'faturas.cadastrar', pai: 'operadoras' } },
    { path: '/operadoras/:id', name: 'operadora', component: () => import('./paginas/PaginaOperadora.vue'), props: true, meta: { titulo: 'Operadora', permissao: 'faturas.ver', pai: 'operadoras' } },
  ],
  menu: [
    { titulo: '', itens: [{ titulo: 'Início', icone: 'inicio', rota: 'inicio' }] },
    {
      titulo: 'Faturas',
      itens: [
        { titulo: 'Matriz do mês', icone: 'matriz', rota: 'matriz' },
        { titulo: 'Processos', icone: 'processos', rota: 'processos', contador: 'processos' },
        { titulo: 'Aprovações', icone: 'aprovacoes', rota: 'aprovacoes', contador: 'aguardando_aprovacao' },
        { titulo: 'Enviar faturas', icone: 'envio', rota: 'envio' },
        { titulo: 'Clientes', icone: 'clientes', rota: 'clientes' },
        { titulo: 'Operadoras', icone: 'operadoras', rota: 'operadoras' },
      ],
    },
  ],
}
