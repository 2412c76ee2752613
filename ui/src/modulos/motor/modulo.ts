import type { Modulo } from '../modulo'

export const motor: Modulo = {
  rotas: [
    {
      path: '/execucoes/:id',
      name: 'execucao',
      component: () => import('./paginas/PaginaExecucao.vue'),
      props: true,
      meta: { titulo: 'Execução' },
    },
  ],
  menu: [
    {
      titulo: 'Automação',
      itens: [{ titulo: 'Execuções', icone: 'execucoes', rota: 'execucao', soQuandoAtual: true }],
    },
  ],
}
