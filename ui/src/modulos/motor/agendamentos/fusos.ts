/** Os fusos do Brasil pela cidade que dá nome a cada um na base IANA. Outro, se vier do servidor, aparece pelo nome. */
export const FUSOS = [
  { valor: 'America/Sao_Paulo', rotulo: 'Brasília (São Paulo)' },
  { valor: 'America/Fortaleza', rotulo: 'Fortaleza' },
  { valor: 'America/Belem', rotulo: 'Belém' },
  { valor: 'America/Manaus', rotulo: 'Manaus' },
  { valor: 'America/Cuiaba', rotulo: 'Cuiabá' },
  { valor: 'America/Rio_Branco', rotulo: 'Rio Branco' },
  { valor: 'America/Noronha', rotulo: 'Fernando de Noronha' },
  { valor: 'UTC', rotulo: 'UTC' },
]

export function nomeDoFuso(fuso: string): string {
  return FUSOS.find((f) => f.valor === fuso)?.rotulo ?? fuso
}
