const PROGRAMAS: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SISTEMAS: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** "Chrome no Windows", do texto com que o navegador se apresenta; o que não se conhece, pelo próprio texto. */
export function nomeDoNavegador(agente: string | null | undefined): string {
  if (!agente) return 'Programa desconhecido'
  const achar = (lista: [RegExp, string][]) => lista.find(([padrao]) => padrao.test(agente))?.[1]
  const programa = achar(PROGRAMAS)
  const sistema = achar(SISTEMAS)
  if (!programa) return agente.split(/[\s/]/)[0] ?? agente
  return sistema ? `${programa} no ${sistema}` : programa
}
