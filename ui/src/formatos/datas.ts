const DATA = /^(\d{4})-(\d{2})-(\d{2})$/
const COMPETENCIA = /^(\d{4})-(\d{2})$/
const MS_DIA = 86_400_000

const dataHora = new Intl.DateTimeFormat('pt-BR', { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' })
const diaMes = new Intl.DateTimeFormat('pt-BR', { day: '2-digit', month: '2-digit' })
const hora = new Intl.DateTimeFormat('pt-BR', { hour: '2-digit', minute: '2-digit' })
const mesPorExtenso = new Intl.DateTimeFormat('pt-BR', { month: 'long', timeZone: 'UTC' })

/** Data sem hora: "2026-12-10" → "10/12/2026". Não passa por fuso, porque não tem hora. */
export function formatarData(data: string): string {
  const p = DATA.exec(data)
  return p ? `${p[3]}/${p[2]}/${p[1]}` : data
}

/** Competência: "2026-11" (ou o primeiro dia do mês) → "11/2026". */
export function formatarCompetencia(mesAno: string): string {
  const p = COMPETENCIA.exec(mesAno.slice(0, 7))
  return p ? `${p[2]}/${p[1]}` : mesAno
}

/** "2026-12" → "dezembro de 2026". */
export function competenciaPorExtenso(mesAno: string): string {
  const p = COMPETENCIA.exec(mesAno)
  if (!p) return mesAno
  return `${mesPorExtenso.format(Date.UTC(Number(p[1]), Number(p[2]) - 1, 1))} de ${p[1]}`
}

/** A competência de um instante, no fuso de quem usa: "2026-11". */
export function competenciaDe(instante: Date, deslocamentoMeses = 0): string {
  const meses = instante.getFullYear() * 12 + instante.getMonth() + deslocamentoMeses
  return `${Math.floor(meses / 12)}-${String((meses % 12) + 1).padStart(2, '0')}`
}

/** Instante ISO → "20/11/2026 14:21", no fuso de quem usa. */
export function formatarDataHora(instante: string): string {
  const d = new Date(instante)
  return Number.isNaN(d.getTime()) ? instante : dataHora.format(d).replace(',', '')
}

/** Instante ISO → "14:21" se for de hoje, "19/11" se não for. */
export function formatarMomento(instante: string, agora: Date): string {
  const d = new Date(instante)
  if (Number.isNaN(d.getTime())) return instante
  return d.toDateString() === agora.toDateString() ? hora.format(d) : diaMes.format(d)
}

/** Instante ISO → "14:31:37.018", para linhas de registro. */
export function formatarHoraComMs(instante: string): string {
  const d = new Date(instante)
  if (Number.isNaN(d.getTime())) return instante
  const dois = (n: number) => String(n).padStart(2, '0')
  return `${dois(d.getHours())}:${dois(d.getMinutes())}:${dois(d.getSeconds())}.${String(d.getMilliseconds()).padStart(3, '0')}`
}

/** Duração em milissegundos → "0,4 s", "31 s", "3 min 02 s", "1 h 05 min". */
export function formatarDuracao(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1).replace('.', ',')} s`
  const s = Math.floor(ms / 1000)
  if (s < 60) return `${s} s`
  const dois = (n: number) => String(n).padStart(2, '0')
  if (s < 3600) return `${Math.floor(s / 60)} min ${dois(s % 60)} s`
  return `${Math.floor(s / 3600)} h ${dois(Math.floor((s % 3600) / 60))} min`
}

const MINUTO = 60_000
const HORA = 3_600_000

/** Quanto falta ou faz: "agora", "há 5 min", "em 2 h", "ontem", "há 12 dias", "há 3 meses". */
export function tempoRelativo(instante: string, agora: Date): string {
  const d = new Date(instante)
  if (Number.isNaN(d.getTime())) return instante
  const ms = d.getTime() - agora.getTime()
  const distancia = Math.abs(ms)
  const dizer = (quanto: string) => (ms < 0 ? `há ${quanto}` : `em ${quanto}`)
  if (distancia < MINUTO) return 'agora'
  if (distancia < HORA) return dizer(`${Math.floor(distancia / MINUTO)} min`)
  const dias = diasEntre(agora, d)
  if (dias === 0 || distancia < 12 * HORA) return dizer(`${Math.floor(distancia / HORA)} h`)
  if (dias === -1) return 'ontem'
  if (dias === 1) return 'amanhã'
  const n = Math.abs(dias)
  if (n < 60) return dizer(`${n} dias`)
  return n < 730 ? dizer(`${Math.floor(n / 30)} meses`) : dizer(`${Math.floor(n / 365)} anos`)
}

/** Dias de calendário de `de` até `ate`, no fuso de quem usa. */
function diasEntre(de: Date, ate: Date): number {
  const dia = (x: Date) => Date.UTC(x.getFullYear(), x.getMonth(), x.getDate())
  return Math.round((dia(ate) - dia(de)) / MS_DIA)
}

/** A competência `meses` adiante ("2026-11", 1) → "2026-12". */
export function somarMeses(mesAno: string, meses: number): string {
  const p = COMPETENCIA.exec(mesAno)
  if (!p) return mesAno
  const total = Number(p[1]) * 12 + Number(p[2]) - 1 + meses
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}`
}

export interface Prazo {
  situacao: 'atraso' | 'perto' | 'folga'
  /** O que acompanha a data: "hoje", "há 2 dias". Vazio quando há folga. */
  nota: string
}

/** Quantos dias do calendário faltam até uma data ("2026-12-10"); negativo se já passou. */
export function diasAte(data: string, agora: Date): number | null {
  const p = DATA.exec(data)
  if (!p) return null
  const hoje = Date.UTC(agora.getFullYear(), agora.getMonth(), agora.getDate())
  return Math.round((Date.UTC(Number(p[1]), Number(p[2]) - 1, Number(p[3])) - hoje) / MS_DIA)
}

/** Quanto falta para um vencimento ("2026-12-10"), contado em dias do calendário. */
export function prazoDe(data: string, agora: Date): Prazo {
  const dias = diasAte(data, agora)
  if (dias === null) return { situacao: 'folga', nota: '' }
  if (dias < 0) return { situacao: 'atraso', nota: dias === -1 ? 'ontem' : `há ${-dias} dias` }
  if (dias === 0) return { situacao: 'atraso', nota: 'hoje' }
  if (dias === 1) return { situacao: 'perto', nota: 'amanhã' }
  if (dias <= 3) return { situacao: 'perto', nota: `em ${dias} dias` }
  return { situacao: 'folga', nota: '' }
}

/** Instante ISO → "14:21", no fuso de quem usa. */
export function formatarHora(instante: string): string {
  const d = new Date(instante)
  return Number.isNaN(d.getTime()) ? instante : hora.format(d)
}

/** "2026-11" → "novembro". */
export function mesDaCompetencia(mesAno: string): string {
  const p = COMPETENCIA.exec(mesAno)
  return p ? mesPorExtenso.format(Date.UTC(Number(p[1]), Number(p[2]) - 1, 1)) : mesAno
}

/** O dia do calendário de um instante, no fuso de quem usa: "2026-11-20". */
export function diaDe(instante: Date): string {
  return `${competenciaDe(instante)}-${String(instante.getDate()).padStart(2, '0')}`
}

const porExtenso = new Intl.DateTimeFormat('pt-BR', { weekday: 'long', day: '2-digit', month: '2-digit', year: 'numeric' })

/** "sexta-feira, 20/11/2026". */
export function formatarDataPorExtenso(instante: Date): string {
  return porExtenso.format(instante)
}
