import type { Modulo } from '../modulo'

export const plataforma: Modulo = {
  rotas: [
    {
      path: '/entrar',
      name: 'entrar',
      component: () => import('./paginas/PaginaEntrar.vue'),
      meta: { titulo: 'Entrar', publica: true },
    },
  ],
  menu: [],
}
