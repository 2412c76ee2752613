import type { Modulo } from '../modulo'

export const plataforma: Modulo = {
  rotas: [
    {
      path: '/entrar',
      name: 'entrar',
      component: () => import('./paginas/PaginaEntrar.vue'),
      meta: { titulo: 'Entrar', publica: true },
    },
    {
      path: '/primeiro-acesso',
      name: 'primeiro-acesso',
      component: () => import('./paginas/PaginaPrimeiroAcesso.vue'),
      meta: { titulo: 'Primeiro acesso', publica: true },
    },

    {
      path: '/perfil',
      name: 'perfil',
      component: () => import('./paginas/PaginaPerfil.vue'),
      meta: { titulo: 'Meu perfil' },
    },

    { path: '/usuarios', name: 'usuarios', component: () => import('./pessoas/PaginaUsuarios.vue'), meta: { titulo: 'Usuários', permissao: 'usuarios.ver' } },
    { path: '/grupos', name: 'grupos', component: () => import('./pessoas/PaginaGrupos.vue'), meta: { titulo: 'Grupos', permissao: 'usuarios.ver' } },
    { path: '/auditoria', name: 'auditoria', component: () => import('./auditoria/PaginaAuditoria.vue'), meta: { titulo: 'Auditoria', permissao: 'auditoria.ver' } },
  ],
  menu: [
    {
      titulo: 'Administração',
      itens: [
        { titulo: 'Usuários', icone: 'usuarios', rota: 'usuarios' },
        { titulo: 'Grupos', icone: 'grupos', rota: 'grupos' },
        { titulo: 'Auditoria', icone: 'auditoria', rota: 'auditoria' },
      ],
    },
  ],
}
