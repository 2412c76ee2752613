/*
 * As repetições que as pessoas pedem, e a expressão cron de cada uma. O servidor só conhece a
 * expressão: o que não cabe nestas formas aparece como ela é.
 */

export type Repeticao =
  | { forma: 'diaria'; hora: string }
  | { forma: 'semanal'; hora: string; dias: number[] }
  | { forma: 'mensal'; hora: string; dia: number | 'ultimo' }
  | { forma: 'expressao'; expressao: string }

export const DIAS_SEMANA = ['domingo', 'segunda', 'terça', 'quarta', 'quinta', 'sexta', 'sábado'] as const
export const HORA_VALIDA = /^([01]\d|2[0-3]):[0-5]\d$/

/** A expressão de cinco campos; nula enquanto falta algo (hora pela metade, nenhum dia). */
export function paraCron(r: Repeticao): string | null {
  if (r.forma === 'expressao') return r.expressao.trim() || null
  if (!HORA_VALIDA.test(r.hora)) return null
  const [hora, minuto] = r.hora.split(':').map(Number)
  switch (r.forma) {
    case 'diaria':
      return `${minuto} ${hora} * * *`
    case 'semanal':
      return r.dias.length ? `${minuto} ${hora} * * ${[...r.dias].sort((a, b) => a - b).join(',')}` : null
    case 'mensal':
      return `${minuto} ${hora} ${r.dia === 'ultimo' ? 'L' : r.dia} * *`
  }
}

/** A forma de uma expressão, se for uma das conhecidas. */
export function deCron(cron: string): Repeticao {
  const campos = cron.trim().split(/\s+/)
  const [minuto, hora, dia, mes, semana] = campos
  const comoExpressao: Repeticao = { forma: 'expressao', expressao: cron }
  if (campos.length !== 5 || mes !== '*' || !/^\d{1,2}$/.test(minuto ?? '') || !/^\d{1,2}$/.test(hora ?? '')) return comoExpressao
  const as = `${hora!.padStart(2, '0')}:${minuto!.padStart(2, '0')}`
  if (!HORA_VALIDA.test(as)) return comoExpressao
  if (dia === '*' && semana === '*') return { forma: 'diaria', hora: as }
  if (dia === '*') {
    const dias = lerDias(semana ?? '')
    return dias ? { forma: 'semanal', hora: as, dias } : comoExpressao
  }
  if (semana === '*' && dia === 'L') return { forma: 'mensal', hora: as, dia: 'ultimo' }
  const numero = Number(dia)
  return semana === '*' && Number.isInteger(numero) && numero >= 1 && numero <= 31 ? { forma: 'mensal', hora: as, dia: numero } : comoExpressao
}

/** "1-5", "1,3,5" e misturas, de domingo (0 ou 7) a sábado. */
function lerDias(campo: string): number[] | null {
  const dias = new Set<number>()
  for (const parte of campo.split(',')) {
    const [de, ate] = parte.split('-').map(Number)
    if (!Number.isInteger(de) || de! > 7 || (ate !== undefined && (!Number.isInteger(ate) || ate > 7 || ate < de!))) return null
    for (let dia = de!; dia <= (ate ?? de!); dia++) dias.add(dia % 7)
  }
  return dias.size ? [...dias].sort((a, b) => a - b) : null
}

/** Em palavras: "Todo dia às 06:00". */
export function descrever(cron: string): string {
  const r = deCron(cron)
  switch (r.forma) {
    case 'diaria':
      return `Todo dia às ${r.hora}`
    case 'semanal': {
      if (r.dias.join() === '1,2,3,4,5') return `De segunda a sexta às ${r.hora}`
      const nomes = r.dias.map((d) => DIAS_SEMANA[d]!)
      return `${maiuscula(nomes.length > 1 ? `${nomes.slice(0, -1).join(', ')} e ${nomes.at(-1)!}` : nomes[0]!)} às ${r.hora}`
    }
    case 'mensal':
      return r.dia === 'ultimo' ? `No último dia do mês às ${r.hora}` : `Todo dia ${r.dia} do mês às ${r.hora}`
    case 'expressao':
      return r.expressao
  }
}

function maiuscula(texto: string): string {
  return texto.charAt(0).toLocaleUpperCase('pt-BR') + texto.slice(1)
}
