import type { PassoPossivel } from '@/api/tipos'
import type { NomeIcone } from '@/componentes/icones'

/** Os passos, com o nome que a API lhes dá. */
export const PASSOS = { baixar: 'BAIXAR', anexar: 'ANEXAR', aprovar: 'APROVAR', rejeitar: 'REJEITAR', enviar: 'ENVIAR', desfazer: 'DESFAZER' } as const
export type NomePasso = keyof typeof PASSOS

interface ComPassos {
  passos_possiveis: readonly { passo: string; possivel: boolean; motivo?: string | null }[]
}

export function passoDe(processo: ComPassos, passo: NomePasso): PassoPossivel | undefined {
  return processo.passos_possiveis.find((p) => p.passo === PASSOS[passo]) as PassoPossivel | undefined
}

/** Por que um passo não pode ser dado, em frase; nulo se pode. */
export function motivoDe(passo: PassoPossivel | undefined): string | null {
  if (passo?.possivel) return null
  return emFrase(passo?.motivo ?? 'Não é possível agora')
}

/** As frases da API começam em minúscula e sem ponto; na tela são frases. */
export function emFrase(texto: string): string {
  const t = texto.trim()
  const inicio = t.charAt(0).toLocaleUpperCase('pt-BR') + t.slice(1)
  return !inicio || /[.!?…]$/.test(inicio) ? inicio : `${inicio}.`
}

/** Que passos cada situação oferece, do principal ao secundário. */
export const passosDaSituacao: Record<string, readonly NomePasso[]> = {
  AGUARDANDO_DOWNLOAD: ['baixar', 'anexar'],
  AGUARDANDO_APROVACAO: ['aprovar', 'rejeitar'],
  AGUARDANDO_ENVIO_SAT: ['enviar', 'desfazer'],
  UPLOAD_REALIZADO: [],
}

export const rotulosPasso: Record<NomePasso, { rotulo: string; icone: NomeIcone }> = {
  baixar: { rotulo: 'Baixar agora', icone: 'baixar' },
  anexar: { rotulo: 'Enviar PDF', icone: 'enviar-arquivo' },
  aprovar: { rotulo: 'Aprovar', icone: 'confirmar' },
  rejeitar: { rotulo: 'Rejeitar', icone: 'fechar' },
  enviar: { rotulo: 'Enviar ao SAT', icone: 'enviar' },
  desfazer: { rotulo: 'Desfazer', icone: 'repetir' },
}
