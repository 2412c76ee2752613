import type { RouteRecordRaw } from 'vue-router'
import { faturas } from './faturas/modulo'
import type { GrupoMenu, ItemMenu } from './modulo'
import { motor } from './motor/modulo'
import { plataforma } from './plataforma/modulo'

const modulos = [faturas, motor, plataforma]

const rotas = modulos.flatMap((m) => m.rotas)
export const rotasPublicas = rotas.filter((r) => r.meta?.publica)
export const rotasInternas = rotas.filter((r) => !r.meta?.publica)
export const gruposMenu: GrupoMenu[] = modulos.flatMap((m) => m.menu)

const porNome = new Map<unknown, RouteRecordRaw>(rotas.map((r) => [r.name, r]))

/** A permissão que uma rota exige; `undefined` quando a rota não existe, `null` quando não exige nenhuma. */
export function permissaoDaRota(nome: string): string | null | undefined {
  const rota = porNome.get(nome)
  return rota ? (rota.meta?.permissao ?? null) : undefined
}

/** Os grupos do menu com só o que existe e a pessoa pode abrir. */
export function menuPara(tem: (permissao: string) => boolean): GrupoMenu[] {
  const aparece = ({ rota }: ItemMenu) => {
    const permissao = permissaoDaRota(rota)
    return permissao === null || (permissao !== undefined && tem(permissao))
  }
  return gruposMenu.map((g) => ({ ...g, itens: g.itens.filter(aparece) })).filter((g) => g.itens.length > 0)
}
