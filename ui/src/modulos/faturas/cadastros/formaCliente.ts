import { formatarCnpj, formatarCpf, recusaDoCnpj, recusaDoCpf } from '@/formatos/documentos'
import type { Recusas } from '@/composaveis/useFormulario'
import type { Cliente, PedidoCliente } from './contrato'

/** O cliente como o formulário o edita: tudo texto, e a senha que só se troca ou remove. */
export type FormaCliente = {
  cnpj: string
  razao_social: string
  nome_sat: string
  operadora_id: string
  unidade: string
  servico: string
  filtro: string
  dados_sat: string
  site_emissao: string
  login_portal: string
  senha_portal: string | null
  cpf: string
}

export const FORMA_VAZIA: FormaCliente = {
  cnpj: '', razao_social: '', nome_sat: '', operadora_id: '', unidade: '', servico: '', filtro: '', dados_sat: '', site_emissao: '', login_portal: '', senha_portal: null, cpf: '',
}

export function formaDe(c: Cliente): FormaCliente {
  return {
    cnpj: formatarCnpj(c.cnpj),
    razao_social: c.razao_social,
    nome_sat: c.nome_sat,
    operadora_id: c.operadora_id,
    unidade: c.unidade,
    servico: c.servico,
    filtro: c.filtro,
    dados_sat: c.dados_sat,
    site_emissao: c.site_emissao ?? '',
    login_portal: c.login_portal ?? '',
    senha_portal: null,
    cpf: c.cpf ? formatarCpf(c.cpf) : '',
  }
}

export function pedidoDe(f: FormaCliente): PedidoCliente {
  const { senha_portal, ...resto } = f
  // Ausente mantém a guardada; vazia a remove.
  return { ...resto, ...(senha_portal === null ? {} : { senha_portal }) }
}

const OBRIGATORIOS: Partial<Record<keyof FormaCliente, string>> = {
  razao_social: 'Informe a razão social.',
  nome_sat: 'Informe o nome com que o SAT conhece o cliente.',
  operadora_id: 'Escolha a operadora.',
  unidade: 'Informe a unidade.',
  servico: 'Informe o serviço.',
}

/** O que se sabe recusar sem perguntar ao servidor. */
export function recusasDoCliente(f: FormaCliente): Recusas<FormaCliente> {
  const recusas: Recusas<FormaCliente> = {
    cnpj: f.cnpj.trim() ? recusaDoCnpj(f.cnpj) : 'Informe o CNPJ.',
    cpf: f.cpf.trim() ? recusaDoCpf(f.cpf) : null,
    site_emissao: recusaDoEndereco(f.site_emissao),
  }
  for (const [campo, mensagem] of Object.entries(OBRIGATORIOS) as [keyof FormaCliente, string][]) if (!f[campo]?.trim()) recusas[campo] = mensagem
  return recusas
}

/** Endereço opcional que precisa ser de web. */
export function recusaDoEndereco(endereco: string): string | null {
  return !endereco.trim() || /^https?:\/\/[^\s/]+/i.test(endereco.trim()) ? null : 'Comece por http:// ou https://.'
}

/** O que ainda falta para um processo deste cliente andar, em palavras. */
export function faltaPara(c: Pick<Cliente, 'dados_sat' | 'login_portal' | 'tem_senha_portal'>, porRpa: boolean): string[] {
  return [
    ...(c.dados_sat ? [] : ['dados para o SAT']),
    ...(porRpa && !c.login_portal ? ['login do portal'] : []),
    ...(porRpa && !c.tem_senha_portal ? ['senha do portal'] : []),
  ]
}
