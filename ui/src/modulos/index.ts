import { faturas } from './faturas/modulo'
import type { GrupoMenu } from './modulo'
import { motor } from './motor/modulo'
import { plataforma } from './plataforma/modulo'

const modulos = [faturas, motor, plataforma]

const rotas = modulos.flatMap((m) => m.rotas)
export const rotasPublicas = rotas.filter((r) => r.meta?.publica)
export const rotasInternas = rotas.filter((r) => !r.meta?.publica)
export const gruposMenu: GrupoMenu[] = modulos.flatMap((m) => m.menu)
