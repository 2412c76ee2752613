import type { MarcaPdf, TomMarca } from '@/componentes/pdf/marcas'
import { formatarCompetencia, formatarData } from '@/formatos/datas'
import { formatarDinheiro } from '@/formatos/dinheiro'
import { formatarCnpj } from '@/formatos/documentos'
import type { Conferencia, FaturaLida, Fonte, Leitura } from '../contratoProcessos'

/** Um dado lido da fatura: como se escreve, de onde saiu e como o destacar no papel. */
export interface DadoLido {
  chave: string
  rotulo: string
  /** Na forma canônica; nulo quando não foi lido. */
  valor: string | null
  texto: string
  /** De onde saiu, em uma palavra. */
  fonte: string | null
  pagina: number | null
  tom: TomMarca
}

const FONTES: Record<string, string> = { chave_nfcom: 'NFCom', linha_digitavel: 'código', pix: 'Pix', rotulo: 'texto', deducao: 'dedução' }
/** Da mais confiável à menos: as três primeiras têm dígito verificador. */
const CONFIANCA = ['chave_nfcom', 'linha_digitavel', 'pix', 'rotulo', 'deducao']
const TONS: Record<Conferencia['situacao'], TomMarca> = { OK: 'confere', ALERTA: 'alerta', ERRO: 'contradiz' }

interface Campo {
  chave: string
  rotulo: string
  de: (f: FaturaLida) => string | null | undefined
  escrever: (valor: string) => string
  /** O nome do campo nas fontes. */
  fonte?: string
  /** A conferência que dá a cor. */
  conferencia?: string
}

const CAMPOS: readonly Campo[] = [
  { chave: 'valor', rotulo: 'Total a pagar', de: (f) => f.valor, escrever: formatarDinheiro, fonte: 'valor', conferencia: 'VALOR' },
  { chave: 'vencimento', rotulo: 'Vencimento', de: (f) => f.vencimento, escrever: formatarData, fonte: 'vencimento', conferencia: 'VENCIMENTO' },
  { chave: 'competencia', rotulo: 'Referência', de: (f) => f.competencia, escrever: formatarCompetencia, fonte: 'competencia', conferencia: 'COMPETENCIA' },
  { chave: 'numero', rotulo: 'Número', de: (f) => f.numero, escrever: (v) => v, fonte: 'numero' },
  { chave: 'cliente', rotulo: 'CNPJ do cliente', de: (f) => f.cliente_cnpj, escrever: formatarCnpj, fonte: 'cliente', conferencia: 'CLIENTE' },
  { chave: 'emissor', rotulo: 'CNPJ do emissor', de: (f) => f.emissor_cnpj, escrever: formatarCnpj, fonte: 'emissor', conferencia: 'EMISSOR' },
  { chave: 'emissao', rotulo: 'Emissão', de: (f) => f.emissao, escrever: formatarData, fonte: 'emissao' },
  { chave: 'linha', rotulo: 'Linha digitável', de: (f) => f.linha_digitavel, escrever: agruparLinha },
  { chave: 'chave', rotulo: 'Chave da NFCom', de: (f) => f.chave_nfcom, escrever: (v) => v.replace(/(\d{4})(?=\d)/g, '$1 ') },
]

/** Estes faltando, a fatura ainda se mostra sem eles; os outros, só quando lidos. */
const SEMPRE = new Set(['valor', 'vencimento', 'competencia', 'cliente'])
/** O que se destaca no papel sem ninguém pedir: o que a pessoa confere sempre. */
const DESTACADOS = new Set(['valor', 'vencimento', 'competencia', 'cliente', 'linha'])

/** 48 algarismos em quatro blocos com o verificador à parte; 47, como no boleto. */
export function agruparLinha(linha: string): string {
  if (/^\d{48}$/.test(linha)) return linha.replace(/(\d{11})(\d)/g, '$1-$2 ').trim()
  const p = /^(\d{5})(\d{5})(\d{5})(\d{6})(\d{5})(\d{6})(\d)(\d{14})$/.exec(linha)
  return p ? `${p[1]}.${p[2]} ${p[3]}.${p[4]} ${p[5]}.${p[6]} ${p[7]} ${p[8]}` : linha
}

export function dadosLidos(leitura: Leitura | null | undefined): DadoLido[] {
  const fatura = leitura?.fatura
  if (!fatura) return []
  return CAMPOS.flatMap((campo) => {
    const valor = campo.de(fatura) ?? null
    if (valor === null && !SEMPRE.has(campo.chave)) return []
    const fonte = melhorFonte(fatura.fontes ?? [], campo.fonte, valor)
    const conferencia = leitura.conferencias?.find((c) => c.item === campo.conferencia)
    return [{
      chave: campo.chave,
      rotulo: campo.rotulo,
      valor,
      texto: valor === null ? 'não lido' : campo.escrever(valor),
      fonte: fonte ? (FONTES[fonte.fonte] ?? fonte.fonte) : campo.chave === 'linha' || campo.chave === 'chave' ? 'texto' : null,
      pagina: fonte?.pagina ?? null,
      tom: conferencia ? TONS[conferencia.situacao] : 'confere',
    }]
  })
}

function melhorFonte(fontes: readonly Fonte[], campo: string | undefined, valor: string | null): Fonte | undefined {
  return fontes
    .filter((f) => f.campo === campo && f.valor === valor)
    .sort((a, b) => CONFIANCA.indexOf(a.fonte) - CONFIANCA.indexOf(b.fonte))[0]
}

/** O que se destaca no PDF; o dado em que se clicou entra também, mesmo fora dos de sempre. */
export function marcasDe(dados: readonly DadoLido[], pedido: string | null = null): MarcaPdf[] {
  return dados.flatMap(({ chave, rotulo, valor, texto, tom }) =>
    valor !== null && (DESTACADOS.has(chave) || chave === pedido) ? [{ chave, rotulo: `${rotulo}: ${texto}`, valor, tom }] : [],
  )
}

/** O que a triagem leu de um arquivo ainda não enviado. */
export function marcasDaTriagem(leitura: Pick<FaturaLida, 'valor' | 'vencimento' | 'competencia' | 'cliente_cnpj'> | undefined): MarcaPdf[] {
  return leitura ? marcasDe(dadosLidos({ fatura: leitura })) : []
}
