import type { Modulo } from '../modulo'

export const faturas: Modulo = {
  rotas: [
    {
      path: '/processos',
      name: 'processos',
      component: () => import('./paginas/PaginaProcessos.vue'),
      meta: { titulo: 'Processos' },
    },
  ],
  menu: [{ titulo: 'Faturas', itens: [{ titulo: 'Processos', icone: 'processos', rota: 'processos' }] }],
}
