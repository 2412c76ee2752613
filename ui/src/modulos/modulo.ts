import type { RouteRecordRaw } from 'vue-router'
import type { NomeIcone } from '@/componentes/icones'

/** O que cada módulo oferece à moldura. Um módulo que não existe não aparece. */
export interface Modulo {
  rotas: RouteRecordRaw[]
  menu: GrupoMenu[]
}

export interface GrupoMenu {
  titulo: string
  itens: ItemMenu[]
}

export interface ItemMenu {
  titulo: string
  icone: NomeIcone
  /** Nome da rota que o item abre. */
  rota: string
  /** Só aparece a quem tem a permissão. */
  permissao?: string
  /** O item só tem sentido dentro da própria rota: aparece enquanto se está nela. */
  soQuandoAtual?: boolean
}
