import { http } from '@/api/cliente'
import type { paths } from '@/api/gerado'

// Nomes curtos para o que os cadastros usam do contrato.
type Json<O> = O extends { responses: { 200: { content: { 'application/json': infer C } } } } ? C : never
type CorpoDe<O> = O extends { requestBody: { content: { 'application/json': infer C } } } ? C : never

export type Cliente = Json<paths['/api/v1/clientes/{id}']['get']>
export type PedidoCliente = CorpoDe<paths['/api/v1/clientes']['post']>
export type Importacao = Json<paths['/api/v1/clientes/importacao']['post']>
export type LinhaImportada = Importacao['linhas'][number] & { /** Quem é a linha, quando o servidor diz. */ titulo?: string | null }
export type ResultadoLinha = LinhaImportada['resultado']
export type Operadora = Json<paths['/api/v1/operadoras/{id}']['get']>
export type OperadoraDaLista = Json<paths['/api/v1/operadoras']['get']>['itens'][number]
export type PedidoOperadora = CorpoDe<paths['/api/v1/operadoras']['post']>
export type ConsultaClientes = NonNullable<paths['/api/v1/clientes']['get']['parameters']['query']>
export type ConsultaOperadoras = NonNullable<paths['/api/v1/operadoras']['get']['parameters']['query']>
export type RespostaLote = Json<paths['/api/v1/clientes/lote']['post']>

/** Quem mudou por último, se quem pergunta pode ver a auditoria. Não saber não atrapalha. */
export async function autorDaMudanca(entidade: 'clientes' | 'operadoras', id: string, podeVer: boolean): Promise<string | null> {
  if (!podeVer) return null
  try {
    const { data } = await http.GET('/api/v1/auditoria', { params: { query: { entidade, entidade_id: id, limite: 1 } } })
    return data?.itens[0]?.usuario_nome ?? null
  } catch {
    return null
  }
}

/** O `If-Match` de uma versão lida. */
export function seVersao(versao: number): { 'If-Match': string } {
  return { 'If-Match': `"${versao}"` }
}
