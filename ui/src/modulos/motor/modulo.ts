import type { Modulo } from '../modulo'

export const motor: Modulo = {
  rotas: [
    {
      path: '/execucoes',
      name: 'execucoes',
      component: () => import('./paginas/PaginaExecucoes.vue'),
      meta: { titulo: 'Execuções', permissao: 'execucoes.ver' },
    },
    {
      path: '/execucoes/:id',
      name: 'execucao',
      component: () => import('./paginas/PaginaExecucao.vue'),
      props: true,
      meta: { titulo: 'Execução', permissao: 'execucoes.ver', pai: 'execucoes' },
    },
    {
      path: '/agendamentos',
      name: 'agendamentos',
      component: () => import('./agendamentos/PaginaAgendamentos.vue'),
      meta: { titulo: 'Agendamentos', permissao: 'agendamentos.ver' },
    },
    {
      path: '/agendamentos/novo',
      name: 'agendamento-novo',
      component: () => import('./agendamentos/PaginaAgendamento.vue'),
      meta: { titulo: 'Novo agendamento', permissao: 'agendamentos.editar', pai: 'agendamentos' },
    },
    {
      path: '/agendamentos/:id',
      name: 'agendamento',
      component: () => import('./agendamentos/PaginaAgendamento.vue'),
      props: true,
      meta: { titulo: 'Agendamento', permissao: 'agendamentos.ver', pai: 'agendamentos' },
    },
  ],
  menu: [
    {
      titulo: 'Automação',
      itens: [
        { titulo: 'Execuções', icone: 'execucoes', rota: 'execucoes', contador: 'execucoes_atencao' },
        { titulo: 'Agendamentos', icone: 'agendamentos', rota: 'agendamentos' },
      ],
    },
  ],
}
