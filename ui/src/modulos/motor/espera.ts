import type { ItemExecucao } from '@/api/tipos'
import { formatarDuracao, formatarMomento } from '@/formatos/datas'

/** As duas frases de uma linha: o que se passa, e o relógio que importa. */
export interface Andamento {
  frase: string
  relogio: string
}

/** Em palavras curtas: quem roda diz há quanto tempo; quem espera diz por quê e até quando. */
export function andamentoDe(e: ItemExecucao, agora: Date): Andamento {
  const desde = (instante: string) => formatarDuracao(Math.max(0, Math.floor((agora.getTime() - Date.parse(instante)) / 1000)) * 1000)
  const futuro = e.disponivel_em && Date.parse(e.disponivel_em) > agora.getTime() ? formatarMomento(e.disponivel_em, agora) : null
  switch (e.status) {
    case 'EXECUTANDO':
      return { frase: e.trabalhador ?? '', relogio: e.data_inicio ? desde(e.data_inicio) : '' }
    case 'TENTANDO_NOVAMENTE':
      return { frase: `${e.detalhes_erro ?? 'A tentativa falhou'} · ${e.numero_tentativa}ª de ${e.maximo_tentativas}`, relogio: futuro ? `tenta ${futuro}` : 'próxima' }
    case 'ADIADA':
      return { frase: e.detalhes_erro ?? 'Ainda não era hora', relogio: futuro ? `volta ${futuro}` : 'próxima' }
    case 'PENDENTE':
      return futuro ? { frase: 'Marcada para depois', relogio: futuro } : { frase: 'Espera um trabalhador livre', relogio: `há ${desde(e.criado_em)}` }
    case 'INCERTO':
      return { frase: e.detalhes_erro ?? 'Não se sabe se o efeito aconteceu', relogio: `há ${desde(e.data_inicio ?? e.criado_em)}` }
    case 'AGUARDANDO_HUMANO':
      return { frase: e.motivo_espera ?? 'Espera uma pessoa', relogio: `há ${desde(e.criado_em)}` }
    default:
      return { frase: e.detalhes_erro ?? '', relogio: e.data_fim ? formatarMomento(e.data_fim, agora) : '' }
  }
}

/** Os oito primeiros algarismos do identificador: bastam para falar de uma execução ao telefone. */
export function numeroDe(id: string): string {
  return `#${id.slice(-6)}`
}
