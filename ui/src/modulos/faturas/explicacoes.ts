/*
 * O que cada classe de erro quer dizer e o que fazer com ela. O código vem do servidor
 * (`classe_erro`); a frase de cada caso (`detalhes_erro`) é mostrada junto, nunca no lugar.
 */

/** O que se pode fazer, ao lado da explicação. */
export type Remedio = 'corrigir-cliente' | 'corrigir-operadora' | 'repetir' | 'anexar' | 'decidir' | 'conferir-fatura'

export interface Explicacao {
  /** Em poucas letras, para a célula da lista. */
  curto: string
  /** O que aconteceu. */
  titulo: string
  /** O que fazer, ou por que basta esperar. */
  oQueFazer: string
  remedio: Remedio | null
  /** O sistema tenta de novo sozinho enquanto houver tentativas. */
  repeteSozinho: boolean
}

function explicar(curto: string, titulo: string, oQueFazer: string, remedio: Remedio | null, repeteSozinho = false): Explicacao {
  return { curto, titulo, oQueFazer, remedio, repeteSozinho }
}

const PARADO = explicar('Interrompida', 'O servidor parou no meio da execução', 'Nada foi enviado nem guardado. Ela recomeça sozinha quando o servidor volta.', 'repetir', true)
const DEFEITO = explicar('Defeito no Regente', 'Um defeito do nosso lado interrompeu a execução', 'Tente de novo. Se repetir, mande os registros a quem cuida do servidor.', 'repetir', true)
const DEMOROU = explicar('Tempo esgotado', 'O portal demorou mais do que o limite', 'Costuma passar sozinho. Se repetir, veja se o portal está lento no navegador.', 'repetir', true)

const explicacoes: Record<string, Explicacao> = {
  CREDENCIAL: explicar('Senha recusada', 'O portal recusou o usuário ou a senha', 'Corrija a senha do portal em Clientes e tente de novo. Não repetimos sozinhos, para a operadora não bloquear o acesso.', 'corrigir-cliente'),
  CAPTCHA: explicar('Captcha', 'O portal pediu prova de que há uma pessoa', 'Baixe a fatura no portal e envie o PDF por aqui.', 'anexar'),
  LAYOUT_MUDOU: explicar('Portal mudou', 'O portal mudou e o roteiro não achou o que procurava', 'Enquanto o roteiro não é corrigido em Operadoras, baixe no portal e envie o PDF.', 'corrigir-operadora', true),
  AINDA_NAO_EMITIDA: explicar('Não emitida', 'A operadora ainda não emitiu a fatura deste mês', 'Não é preciso fazer nada: tentamos de novo mais tarde, sem gastar tentativas.', null, true),
  PORTAL_FORA: explicar('Portal fora do ar', 'O portal não respondeu ou está em manutenção', 'Costuma passar sozinho. Se durar, veja se a operadora avisou de manutenção.', 'repetir', true),
  TEMPO: DEMOROU,
  limite_execucao: DEMOROU,
  limite_silencio: explicar('Sem resposta', 'O robô ficou tempo demais sem dar sinal', 'Tente de novo. Se repetir, veja os registros: a última linha diz onde parou.', 'repetir', true),
  NEGOCIO: explicar('Recusada pela regra', 'O portal ou a conferência não aceitou', 'Leia o motivo abaixo. Se a fatura baixada for de outro cliente ou mês, confira o número da conta em Clientes.', 'corrigir-cliente'),
  DOCUMENTO_INVALIDO: explicar('PDF inválido', 'O que veio do portal não é um PDF inteiro', 'Tente de novo. Se repetir, baixe no portal e envie o PDF por aqui.', 'anexar', true),
  DUPLICADA: explicar('Já está no SAT', 'O SAT já tem este documento', 'Confira no SAT se é mesmo esta fatura antes de qualquer novo envio.', 'decidir'),
  SEM_RECIBO: explicar('Sem protocolo', 'O envio terminou, mas o SAT não mostrou o protocolo', 'Confira no SAT pela referência e diga aqui se a fatura está lá.', 'decidir'),
  CANCELADO: explicar('Cancelada', 'Alguém cancelou a execução', 'Comece de novo quando quiser.', 'repetir'),
  INTERNO: DEFEITO,
  erro_interno: DEFEITO,
  panico: DEFEITO,
  servidor_encerrando: PARADO,
  reserva_perdida: PARADO,
  trabalhador_sumiu: PARADO,
  derruba_o_trabalhador: explicar('Derruba o robô', 'Esta execução derrubou o servidor mais de uma vez', 'Paramos de repetir. Mande os registros a quem cuida do servidor; a fatura pode ser enviada à mão.', 'anexar'),
  sem_efeito: explicar('Sem efeito', 'Verificamos que nada aconteceu do outro lado, e as tentativas acabaram', 'Pode tentar de novo sem risco de repetir o envio.', 'repetir'),
  sem_rpa: explicar('Sem robô', 'A operadora não tem robô', 'Envie o PDF à mão, ou ligue o robô em Operadoras.', 'anexar'),
  fora_de_hora: explicar('Passo já dado', 'O processo mudou antes de a execução começar', 'Veja a situação atual: talvez não haja nada a fazer.', null),
}

/** A explicação de uma classe de erro; a que a interface não conhece é dita pelo código. */
export function explicacaoDe(classe: string | null | undefined): Explicacao | null {
  if (!classe) return null
  if (Object.hasOwn(explicacoes, classe)) return explicacoes[classe] ?? null
  return explicar('Falhou', 'A execução falhou', `Leia o motivo abaixo e tente de novo. Código: ${classe}.`, 'repetir')
}

/** Todas as classes conhecidas, para os filtros. */
export const classesConhecidas: readonly string[] = Object.keys(explicacoes)
