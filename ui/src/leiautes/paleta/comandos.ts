import type { NomeIcone } from '@/componentes/icones'
import { formatarCnpj } from '@/formatos/documentos'
import { formatarCompetencia } from '@/formatos/datas'
import { aparenciaDe, rotularTipo } from '@/tema/situacoes'
import type { Busca } from '@/api/tipos'

/** Uma linha da paleta: leva a um endereço daqui ou faz algo. */
export interface Comando {
  chave: string
  grupo: string
  titulo: string
  detalhe?: string
  icone: NomeIcone
  destino?: string
  acao?: () => void
  /** Outras palavras por que se procura. */
  palavras?: string
  /** Como escrever o atalho que faz o mesmo. */
  tecla?: string
}

/** Sem acento e sem caixa: "Aprovações" acha-se por "aprovacoes". */
export function simplificar(texto: string): string {
  return texto.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Fica o que tem, no começo de alguma palavra, cada palavra digitada; primeiro o que começa por ela. */
export function filtrar(comandos: Comando[], texto: string): Comando[] {
  const digitadas = simplificar(texto).split(/\s+/).filter(Boolean)
  if (!digitadas.length) return comandos
  const peso = (c: Comando) => (simplificar(c.titulo).startsWith(digitadas[0] ?? '') ? 0 : 1)
  return comandos
    .filter((c) => {
      const palavras = simplificar(`${c.titulo} ${c.palavras ?? ''}`).split(/[\s:/()]+/)
      return digitadas.every((d) => palavras.some((p) => p.startsWith(d)))
    })
    .map((c) => ({ c, p: peso(c) }))
    .sort((a, b) => a.p - b.p)
    .map(({ c }) => c)
}

/** O que o servidor achou, em linhas: o CNPJ com máscara, o mês e a situação em palavras. */
export function linhasDaBusca({ clientes, processos, operadoras, execucoes }: Busca): Comando[] {
  return [
    ...clientes.map<Comando>((c) => ({ chave: `cliente/${c.id}`, grupo: 'Clientes', titulo: c.razao_social, detalhe: [formatarCnpj(c.cnpj), c.unidade, c.operadora_nome].filter(Boolean).join(' · '), icone: 'clientes', destino: `/clientes/${c.id}` })),
    ...processos.map<Comando>((p) => ({ chave: `processo/${p.id}`, grupo: 'Processos', titulo: p.razao_social, detalhe: [formatarCompetencia(p.mes_ano), p.operadora_nome, p.unidade, aparenciaDe(p.status_processo).rotulo].filter(Boolean).join(' · '), icone: 'processos', destino: `/processos/${p.id}` })),
    ...operadoras.map<Comando>((o) => ({ chave: `operadora/${o.id}`, grupo: 'Operadoras', titulo: o.nome, detalhe: o.codigo, icone: 'operadoras', destino: `/operadoras/${o.id}` })),
    ...execucoes.map<Comando>((e) => ({ chave: `execucao/${e.id}`, grupo: 'Execuções', titulo: e.titulo ?? rotularTipo(e.tipo), detalhe: aparenciaDe(e.status).rotulo, icone: 'execucoes', destino: `/execucoes/${e.id}` })),
  ]
}

/** Linhas vizinhas do mesmo grupo juntas, na ordem em que vieram. */
export function agrupar(comandos: Comando[]): { titulo: string; itens: Comando[] }[] {
  const grupos = new Map<string, Comando[]>()
  for (const c of comandos) grupos.set(c.grupo, [...(grupos.get(c.grupo) ?? []), c])
  return [...grupos].map(([titulo, itens]) => ({ titulo, itens }))
}
