import type { Modulo } from '../modulo'

export const motor: Modulo = {
  rotas: [
    // Execuções.
    {
      path: '/execucoes/:id',
      name: 'execucao',
      component: () => import('./paginas/PaginaExecucao.vue'),
      props: true,
      meta: { titulo: 'Execução', permissao: 'execucoes.ver', pai: 'execucoes' },
    },

    // Agendamentos.
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
