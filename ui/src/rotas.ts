import { createRouter, createWebHistory, type Router } from 'vue-router'
import { rotasInternas, rotasPublicas } from './modulos'
import { useSessao } from './modulos/plataforma/sessao'

declare module 'vue-router' {
  interface RouteMeta {
    titulo?: string
    /** Abre sem sessão. */
    publica?: boolean
  }
}

export function criarRotas(): Router {
  const roteador = createRouter({
    history: createWebHistory(),
    routes: [
      ...rotasPublicas,
      {
        path: '/',
        component: () => import('./leiautes/LeiautePrincipal.vue'),
        redirect: { name: 'processos' },
        children: [
          ...rotasInternas,
          { path: ':resto(.*)*', name: 'nao-encontrada', component: () => import('./leiautes/PaginaNaoEncontrada.vue'), meta: { titulo: 'Página não encontrada' } },
        ],
      },
    ],
  })

  roteador.beforeEach(async (para) => {
    const dentro = await useSessao().conferir()
    if (para.meta.publica) return dentro && para.name === 'entrar' ? { path: '/' } : true
    return dentro || { name: 'entrar', query: para.fullPath === '/' ? {} : { voltar: para.fullPath } }
  })

  roteador.afterEach((para) => {
    document.title = para.meta.titulo ? `${para.meta.titulo} · Regente` : 'Regente'
  })

  return roteador
}
