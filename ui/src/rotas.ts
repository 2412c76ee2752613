import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from 'vue-router'
import { menuPara, permissaoDaRota, rotasInternas, rotasPublicas } from './modulos'
import { useSessao } from './modulos/plataforma/sessao'

/** A entrada da interface: o Início, ou a primeira página que a pessoa pode abrir. */
function raiz(): RouteRecordRaw[] {
  return permissaoDaRota('inicio') === undefined ? [{ path: '', name: 'inicio', redirect: primeiraPagina }] : []
}

function primeiraPagina(): { name: string } {
  const sessao = useSessao()
  const primeiro = menuPara((permissao) => sessao.tem(permissao)).flatMap((g) => g.itens)[0]
  return { name: primeiro?.rota ?? 'nao-encontrada' }
}

/** Cada peça em cada estado. Não existe no que se publica. */
const soEmDesenvolvimento: RouteRecordRaw[] = import.meta.env.DEV
  ? [{ path: '/pecas', name: 'pecas', component: () => import('./pecas/PaginaPecas.vue'), meta: { titulo: 'Peças' } }]
  : []

export function criarRotas(): Router {
  const roteador = createRouter({
    history: createWebHistory(),
    routes: [
      ...rotasPublicas,
      {
        path: '/',
        component: () => import('./leiautes/LeiautePrincipal.vue'),
        children: [
          ...raiz(),
          ...rotasInternas,
          ...soEmDesenvolvimento,
          { path: 'ajuda', name: 'ajuda', component: () => import('./leiautes/PaginaAjuda.vue'), meta: { titulo: 'Manual' } },
          { path: ':resto(.*)*', name: 'nao-encontrada', component: () => import('./leiautes/PaginaNaoEncontrada.vue'), meta: { titulo: 'Página não encontrada' } },
        ],
      },
    ],
  })

  roteador.beforeEach(async (para) => {
    const sessao = useSessao()
    const dentro = await sessao.conferir()
    if (para.meta.publica) return dentro && para.name === 'entrar' ? { path: '/' } : true
    if (!dentro) return { name: 'entrar', query: para.fullPath === '/' ? {} : { voltar: para.fullPath } }
    const { permissao } = para.meta
    // O Início de quem não o pode ver é a primeira página que pode.
    return para.name === 'inicio' && permissao && !sessao.tem(permissao) ? primeiraPagina() : true
  })

  roteador.afterEach((para) => {
    const { marca } = useSessao()
    document.title = para.meta.titulo ? `${para.meta.titulo} · ${marca}` : marca
  })

  return roteador
}
