import type { Recusas } from '@/composaveis/useFormulario'
import type { Operadora, PedidoOperadora } from './contrato'
import { recusaDoEndereco } from './formaCliente'

/** A operadora como o formulário a edita. Os ajustes conhecidos do RPA têm campo; o resto, JSON. */
export type FormaOperadora = {
  nome: string
  codigo: string
  possui_rpa: boolean
  motor: 'navegador' | 'api_externa'
  roteiro: string
  rpa_terceirizado: boolean
  url_portal: string
  url_endpoint_rpa: string
  token_rpa: string | null
  instrucoes_acesso: string
  hosts_permitidos: string
  espera_ms: string
  carga_ms: string
  transferencia_ms: string
  atraso_ms: string
  intervalo_ms: string
  outros: string
}

const TEMPOS = ['espera_ms', 'carga_ms', 'transferencia_ms', 'atraso_ms', 'intervalo_ms'] as const
const CONHECIDAS = new Set<string>([...TEMPOS, 'hosts_permitidos'])

export const OPERADORA_VAZIA: FormaOperadora = {
  nome: '', codigo: '', possui_rpa: true, motor: 'navegador', roteiro: '', rpa_terceirizado: false, url_portal: '', url_endpoint_rpa: '', token_rpa: null, instrucoes_acesso: '',
  hosts_permitidos: '', espera_ms: '', carga_ms: '', transferencia_ms: '', atraso_ms: '', intervalo_ms: '', outros: '',
}

export function formaDaOperadora(o: Operadora): FormaOperadora {
  const ajustes = o.configuracao_rpa as Record<string, unknown>
  const outros = Object.fromEntries(Object.entries(ajustes).filter(([c]) => !CONHECIDAS.has(c)))
  const hosts = Array.isArray(ajustes.hosts_permitidos) ? ajustes.hosts_permitidos.filter((h): h is string => typeof h === 'string') : []
  return {
    ...OPERADORA_VAZIA,
    nome: o.nome,
    codigo: o.codigo,
    possui_rpa: o.possui_rpa,
    motor: o.classe_rpa === 'api_externa' ? 'api_externa' : 'navegador',
    roteiro: o.classe_rpa?.startsWith('navegador:') ? o.classe_rpa.slice('navegador:'.length) : '',
    rpa_terceirizado: o.rpa_terceirizado,
    url_portal: o.url_portal ?? '',
    url_endpoint_rpa: o.url_endpoint_rpa ?? '',
    instrucoes_acesso: o.instrucoes_acesso ?? '',
    hosts_permitidos: hosts.join('\n'),
    ...Object.fromEntries(TEMPOS.map((t) => [t, typeof ajustes[t] === 'number' ? String(ajustes[t]) : ''])),
    outros: Object.keys(outros).length ? JSON.stringify(outros, null, 2) : '',
  }
}

/** O texto como objeto JSON; nulo se não é um. */
function objetoJson(texto: string): Record<string, unknown> | null {
  if (!texto.trim()) return {}
  try {
    const lido: unknown = JSON.parse(texto)
    return lido !== null && typeof lido === 'object' && !Array.isArray(lido) ? (lido as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function pedidoDaOperadora(f: FormaOperadora): PedidoOperadora {
  const hosts = f.hosts_permitidos.split(/[\s,;]+/).filter(Boolean)
  const tempos = TEMPOS.flatMap((t) => (f[t].trim() ? [[t, Number(f[t])] as const] : []))
  return {
    nome: f.nome,
    codigo: f.codigo,
    possui_rpa: f.possui_rpa,
    classe_rpa: !f.possui_rpa && !f.roteiro && f.motor === 'navegador' ? null : f.motor === 'api_externa' ? 'api_externa' : `navegador:${f.roteiro.trim()}`,
    rpa_terceirizado: f.rpa_terceirizado,
    url_portal: f.url_portal || null,
    url_endpoint_rpa: f.url_endpoint_rpa || null,
    instrucoes_acesso: f.instrucoes_acesso || null,
    configuracao_rpa: { ...objetoJson(f.outros), ...Object.fromEntries(tempos), ...(hosts.length ? { hosts_permitidos: hosts } : {}) } as PedidoOperadora['configuracao_rpa'],
    ...(f.token_rpa === null ? {} : { token_rpa: f.token_rpa }),
  }
}

export function recusasDaOperadora(f: FormaOperadora): Recusas<FormaOperadora> {
  const recusas: Recusas<FormaOperadora> = {
    nome: f.nome.trim() ? null : 'Informe o nome.',
    codigo: /^[A-Za-z0-9_]{2,20}$/.test(f.codigo.trim()) ? null : 'De 2 a 20 letras, algarismos ou sublinhas.',
    url_portal: recusaDoEndereco(f.url_portal),
    url_endpoint_rpa: recusaDoEndereco(f.url_endpoint_rpa),
    outros: objetoJson(f.outros) ? null : 'Precisa ser um objeto JSON: {"chave": valor}.',
  }
  for (const t of TEMPOS) if (f[t].trim() && !/^\d{1,7}$/.test(f[t].trim())) recusas[t] = 'Milissegundos, só algarismos.'
  if (f.possui_rpa && f.motor === 'navegador' && !f.roteiro.trim()) recusas.roteiro = 'Diga qual roteiro o navegador segue.'
  if (f.possui_rpa && f.motor === 'api_externa' && !f.url_endpoint_rpa.trim()) recusas.url_endpoint_rpa = 'Informe o endereço do servidor de RPA.'
  return recusas
}
