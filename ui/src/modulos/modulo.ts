import type { RouteRecordRaw } from 'vue-router'
import type { NomeIcone } from '@/componentes/icones'

declare module 'vue-router' {
  interface RouteMeta {
    titulo?: string
    /** Abre sem sessão. */
    publica?: boolean
    /** Sem ela, o endereço mostra a página de sem acesso e o menu não o oferece. */
    permissao?: string
    /** Nome da rota do menu que fica marcada, quando a página é filha de outra (um processo, um cliente). */
    pai?: string
    /** A página precisa da largura: a barra lateral começa em ícones. */
    lateralEstreita?: boolean
  }
}

/**
 * O que cada módulo oferece à moldura: as páginas que tem e o lugar delas no menu.
 * A permissão mora na rota (`meta.permissao`); um item cuja rota não existe não aparece.
 */
export interface Modulo {
  rotas: RouteRecordRaw[]
  menu: GrupoMenu[]
}

export interface GrupoMenu {
  /** Vazio: os itens ficam soltos, no alto. */
  titulo: string
  itens: ItemMenu[]
}

export interface ItemMenu {
  titulo: string
  icone: NomeIcone
  /** Nome da rota que o item abre. */
  rota: string
  /** A contagem à direita, por nome em `useContadores`. */
  contador?: NomeContador
}

export type NomeContador = 'processos' | 'aguardando_aprovacao' | 'execucoes_atencao'
