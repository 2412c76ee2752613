import { aparenciaDe } from '@/tema/situacoes'
import type { Operadora } from './contrato'

/** Como a fatura chega, em poucas palavras. */
export function coletaDe(o: Pick<Operadora, 'possui_rpa' | 'classe_rpa'>): string {
  if (!o.possui_rpa) return 'Envio manual'
  if (o.classe_rpa === 'api_externa') return 'RPA de terceiros, por API'
  const roteiro = o.classe_rpa?.split(':')[1]
  return roteiro ? `Navegador, roteiro ${roteiro}` : 'Navegador'
}

/** O que o teste de acesso viu. */
export function desfechoDoTeste(status: string): string {
  if (status === 'CONCLUIDO') return 'Entrou'
  return status === 'FALHOU' ? 'Não entrou' : aparenciaDe(status).rotulo
}
