import type { DetalheProcesso, ExecucaoDoProcesso } from './contratoProcessos'
import { comoUltima } from './etapas'
import { explicacaoDe, type Remedio } from './explicacoes'
import { emFrase, passoDe, passosDaSituacao, type NomePasso } from './passos'

/** O que a página diz antes de tudo: por que o processo parou, e o que fazer. */
export interface Aviso {
  chave: string
  tom: 'vermelho' | 'ambar' | 'laranja' | 'magenta' | 'cinza'
  titulo: string
  /** O que o portal ou a pessoa disse, como disse. */
  citacao?: string
  oQueFazer?: string
  remedio: Remedio | null
  /** O passo que repete o que falhou. */
  repetir?: NomePasso
  execucaoId?: string
  /** Quando o sistema tenta de novo. */
  tentaEm?: string
}

const PASSO_DO_TIPO: Record<string, NomePasso> = { DOWNLOAD_FATURA: 'baixar', UPLOAD_SAT: 'enviar' }

/** Só fala da execução que diz respeito à situação atual: uma falha de download não interessa depois de baixada. */
function execucaoQueConta(p: DetalheProcesso): ExecucaoDoProcesso | undefined {
  const tipo = p.status_processo === 'AGUARDANDO_DOWNLOAD' ? 'DOWNLOAD_FATURA' : p.status_processo === 'AGUARDANDO_ENVIO_SAT' ? 'UPLOAD_SAT' : null
  return p.execucoes.filter((e) => e.tipo === tipo).at(-1)
}

export function avisosDe(p: DetalheProcesso): Aviso[] {
  const avisos = [daExecucao(p, execucaoQueConta(p)), daRejeicao(p)].filter((a): a is Aviso => a !== null)
  return avisos.length ? avisos : [doImpedimento(p)].filter((a): a is Aviso => a !== null)
}

function daExecucao(p: DetalheProcesso, e: ExecucaoDoProcesso | undefined): Aviso | null {
  if (!e) return null
  const tentaEm = comoUltima(p, e).disponivel_em ?? undefined
  const explicacao = explicacaoDe(e.classe_erro)
  const base = { citacao: e.detalhes_erro ?? undefined, execucaoId: e.id }
  switch (e.status) {
    case 'INCERTO':
      return { ...base, chave: 'incerto', tom: 'magenta', titulo: 'Não se sabe se a fatura chegou ao SAT', oQueFazer: 'Confira no SAT pela referência e diga na execução o que viu. Até lá ninguém envia de novo, para não duplicar.', remedio: 'decidir' }
    case 'AGUARDANDO_HUMANO':
      return { ...base, chave: 'humano', tom: 'ambar', titulo: 'O robô espera uma pessoa', oQueFazer: 'Abra a execução e responda ao que ela pede.', remedio: 'decidir' }
    case 'FALHOU':
      return { ...base, chave: 'falhou', tom: 'vermelho', titulo: explicacao?.titulo ?? 'A execução falhou', oQueFazer: explicacao?.oQueFazer, remedio: explicacao?.remedio ?? 'repetir', repetir: PASSO_DO_TIPO[e.tipo] }
    case 'TENTANDO_NOVAMENTE':
      return { ...base, chave: 'tentando', tom: 'laranja', titulo: explicacao?.titulo ?? 'A tentativa não deu certo', oQueFazer: explicacao?.oQueFazer, remedio: explicacao?.remedio === 'repetir' ? null : (explicacao?.remedio ?? null), tentaEm }
    case 'ADIADA':
      return { ...base, chave: 'adiada', tom: 'cinza', titulo: explicacao?.titulo ?? 'Ainda não era hora', oQueFazer: explicacao?.oQueFazer, remedio: null, tentaEm }
    default:
      return null
  }
}

function daRejeicao(p: DetalheProcesso): Aviso | null {
  if (p.status_processo !== 'AGUARDANDO_DOWNLOAD' || !p.motivo_rejeicao) return null
  const decisao = p.decisoes.filter((d) => d.tipo === 'REJEICAO').at(-1)
  const quem = decisao?.usuario_nome ? ` por ${decisao.usuario_nome}` : ''
  return { chave: 'rejeitada', tom: 'ambar', titulo: `A fatura anterior foi rejeitada${quem}`, citacao: p.motivo_rejeicao, oQueFazer: 'Baixe de novo quando a operadora corrigir, ou envie o PDF certo.', remedio: null }
}

/** Nada falhou, mas o próximo passo não pode ser dado: o motivo fica à vista, não só no botão. */
function doImpedimento(p: DetalheProcesso): Aviso | null {
  const principal = passosDaSituacao[p.status_processo]?.[0]
  const passo = principal && passoDe(p, principal)
  if (!principal || !passo || passo.possivel || !passo.motivo) return null
  if (/fila|andamento/.test(passo.motivo)) return null
  const remedio: Remedio | null = /login|senha|cliente/.test(passo.motivo) ? 'corrigir-cliente' : /RPA/.test(passo.motivo) ? 'anexar' : /operadora/.test(passo.motivo) ? 'corrigir-operadora' : null
  const FAZER: Partial<Record<NomePasso, string>> = { baixar: 'baixar', aprovar: 'aprovar', enviar: 'enviar ao SAT' }
  return { chave: 'impedido', tom: 'cinza', titulo: `Não é possível ${FAZER[principal] ?? 'seguir'} agora`, oQueFazer: emFrase(passo.motivo), remedio }
}
