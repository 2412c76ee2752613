import { formatarDinheiro } from '@/formatos/dinheiro'
import type { Painel } from '@/api/tipos'

type Fato = Painel['atividade'][number]

export interface LinhaAtividade {
  /** Cor e desenho, da tabela de situações. */
  situacao: string
  frase: string
  /** À direita: o valor, ou o motivo. */
  detalhe: string | null
}

interface Aparencia {
  frase: string
  situacao: string
  /** Foi uma pessoa quem decidiu: o nome dela importa. */
  deAlguem?: boolean
}

const APARENCIAS: Record<string, Aparencia> = {
  'processo.aberto': { frase: 'Processo criado', situacao: 'PENDENTE' },
  'processo.download_pedido': { frase: 'Download na fila', situacao: 'AGUARDANDO_DOWNLOAD' },
  'processo.download_descartado': { frase: 'Download descartado', situacao: 'CANCELADO' },
  'processo.fatura_baixada': { frase: 'Fatura pronta para aprovar', situacao: 'AGUARDANDO_APROVACAO' },
  'processo.fatura_anexada': { frase: 'Fatura enviada à mão', situacao: 'AGUARDANDO_APROVACAO', deAlguem: true },
  'processo.aprovado': { frase: 'Aprovada', situacao: 'AGUARDANDO_ENVIO_SAT', deAlguem: true },
  'processo.aprovacao_desfeita': { frase: 'Aprovação desfeita', situacao: 'AGUARDANDO_APROVACAO', deAlguem: true },
  'processo.rejeitado': { frase: 'Rejeitada', situacao: 'FALHOU', deAlguem: true },
  'processo.envio_pedido': { frase: 'Envio ao SAT na fila', situacao: 'AGUARDANDO_ENVIO_SAT' },
  'processo.enviado': { frase: 'Fatura enviada ao SAT', situacao: 'UPLOAD_REALIZADO' },
  'processo.anotado': { frase: 'Nota acrescentada', situacao: 'PENDENTE', deAlguem: true },
  'processo.corrigido': { frase: 'Dados da fatura corrigidos', situacao: 'AGUARDANDO_APROVACAO', deAlguem: true },
}

function nomear(acao: string): string {
  const nome = acao.replace(/^[^.]*\./, '').replaceAll('_', ' ')
  return nome.charAt(0).toLocaleUpperCase('pt-BR') + nome.slice(1)
}

/** Um fato do mês em palavras; o que a tela não conhece aparece pelo nome, sem o assunto. */
export function descreverFato({ acao, usuario_nome, valor, detalhe }: Fato): LinhaAtividade {
  const a = APARENCIAS[acao]
  const frase = a?.frase ?? nomear(acao)
  return {
    situacao: a?.situacao ?? 'PENDENTE',
    frase: a?.deAlguem && usuario_nome ? `${frase} por ${usuario_nome}` : frase,
    detalhe: acao === 'processo.rejeitado' && detalhe ? detalhe : valor ? formatarDinheiro(valor) : null,
  }
}
