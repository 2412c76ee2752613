const CNPJ = /^([0-9A-Z]{2})([0-9A-Z]{3})([0-9A-Z]{3})([0-9A-Z]{4})(\d{2})$/
const CPF = /^(\d{3})(\d{3})(\d{3})(\d{2})$/
const TELEFONE = /^(\d{2})(\d{4,5})(\d{4})$/

/** CNPJ numérico ou alfanumérico: "12ABC34501DE35" → "12.ABC.345/01DE-35". */
export function formatarCnpj(cnpj: string): string {
  const p = CNPJ.exec(limparDocumento(cnpj))
  return p ? `${p[1]}.${p[2]}.${p[3]}/${p[4]}-${p[5]}` : cnpj
}

/** "52998224725" → "529.982.247-25". */
export function formatarCpf(cpf: string): string {
  const p = CPF.exec(limparDocumento(cpf))
  return p ? `${p[1]}.${p[2]}.${p[3]}-${p[4]}` : cpf
}

/** "11987654321" → "(11) 98765-4321"; com o 55 do país ou sem. */
export function formatarTelefone(telefone: string): string {
  const digitos = telefone.replace(/\D/g, '')
  const p = TELEFONE.exec(digitos.length > 11 && digitos.startsWith('55') ? digitos.slice(2) : digitos)
  return p ? `(${p[1]}) ${p[2]}-${p[3]}` : telefone
}

/** Sem máscara e em maiúsculas, como o servidor guarda. */
export function limparDocumento(texto: string): string {
  return texto.replace(/[.\-/\s]/g, '').toUpperCase()
}

/** O que se digitou de um CNPJ, com os separadores até onde já se chegou. Letras valem nos doze primeiros. */
export function mascararCnpj(digitado: string): string {
  const limpo = digitado.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const c = limpo.slice(0, 12) + limpo.slice(12).replace(/\D/g, '').slice(0, 2)
  return [c.slice(0, 2), c.slice(2, 5), c.slice(5, 8)].filter(Boolean).join('.') + antes('/', c.slice(8, 12)) + antes('-', c.slice(12))
}

/** O que se digitou de um CPF, com os separadores até onde já se chegou. */
export function mascararCpf(digitado: string): string {
  const c = digitado.replace(/\D/g, '').slice(0, 11)
  return [c.slice(0, 3), c.slice(3, 6), c.slice(6, 9)].filter(Boolean).join('.') + antes('-', c.slice(9))
}

function antes(separador: string, parte: string): string {
  return parte && separador + parte
}

/** Por que um texto não é CNPJ; nulo se é. As mesmas regras do servidor, para dizer na hora. */
export function recusaDoCnpj(texto: string): string | null {
  const limpo = limparDocumento(texto)
  if (!/^[0-9A-Z]*$/.test(limpo)) return 'O CNPJ só aceita letras sem acento e algarismos.'
  if (limpo.length !== 14) return `O CNPJ tem 14 caracteres; este tem ${limpo.length}.`
  if (!/^\d{2}$/.test(limpo.slice(12))) return 'Os dois últimos caracteres do CNPJ são algarismos.'
  if (/^(.)\1*$/.test(limpo)) return 'Este CNPJ não existe: todos os caracteres são iguais.'
  const certo = verificadoresDoCnpj(limpo.slice(0, 12))
  return certo === limpo.slice(12) ? null : `O dígito não confere. Seria -${certo}?`
}

/** Por que um texto não é CPF; nulo se é. */
export function recusaDoCpf(texto: string): string | null {
  const limpo = limparDocumento(texto)
  if (!/^\d{11}$/.test(limpo)) return 'O CPF tem 11 algarismos.'
  if (/^(\d)\1*$/.test(limpo)) return 'Este CPF não existe: todos os algarismos são iguais.'
  const primeiro = modulo11(limpo.slice(0, 9), 11)
  const certo = primeiro + modulo11(limpo.slice(0, 9) + primeiro, 11)
  return certo === limpo.slice(9) ? null : `O dígito não confere. Seria -${certo}?`
}

function verificadoresDoCnpj(base: string): string {
  const primeiro = modulo11(base, 9)
  return primeiro + modulo11(base + primeiro, 9)
}

/** Módulo 11 com pesos de 2 a `maximo` da direita para a esquerda; cada letra vale o código ASCII menos 48. */
function modulo11(base: string, maximo: number): string {
  let soma = 0
  for (let n = 0; n < base.length; n++) soma += (base.charCodeAt(base.length - 1 - n) - 48) * (2 + (n % (maximo - 1)))
  const resto = soma % 11
  return String(resto < 2 ? 0 : 11 - resto)
}
