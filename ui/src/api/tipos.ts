// Nomes curtos para os tipos do contrato. Saem dos caminhos, não dos nomes dos esquemas:
// renomear um esquema no servidor não quebra a interface; mudar a forma, sim.
import type { paths } from './gerado'

type Json<R> = R extends { content: { 'application/json': infer C } } ? C : never
type Resposta<C extends keyof paths, M extends keyof paths[C], S extends number> = paths[C][M] extends {
  responses: infer R
}
  ? S extends keyof R
    ? Json<R[S]>
    : never
  : never

export type Sessao = Resposta<'/api/v1/sessao', 'get', 200>
export type Busca = Resposta<'/api/v1/busca', 'get', 200>
export type PaginaProcessos = Resposta<'/api/v1/processos', 'get', 200>
export type Processo = PaginaProcessos['itens'][number]
export type StatusProcesso = Processo['status_processo']
export type PassoPossivel = Processo['passos_possiveis'][number]
export type ResumoExecucao = NonNullable<Processo['ultima_execucao']>
export type ConsultaProcessos = NonNullable<paths['/api/v1/processos']['get']['parameters']['query']>
export type Painel = Resposta<'/api/v1/processos/painel', 'get', 200>
export type TipoAtencao = Painel['atencao'][number]['tipo']
export type PaginaMatriz = Resposta<'/api/v1/processos/matriz', 'get', 200>
export type ConsultaMatriz = paths['/api/v1/processos/matriz']['get']['parameters']['query']
export type LinhaMatriz = PaginaMatriz['itens'][number]
export type OperadoraMatriz = PaginaMatriz['operadoras'][number]
export type TotaisMatriz = PaginaMatriz['totais']
export type CelulaMatriz = LinhaMatriz['celulas'][number]
export type ProcessoCelula = CelulaMatriz['processos'][number]
export type SemProcesso = CelulaMatriz['sem_processo'][number]
export type PedidoLote = paths['/api/v1/processos/lote']['post']['requestBody']['content']['application/json']
export type RespostaLote = Resposta<'/api/v1/processos/lote', 'post', 200>
export type AcaoLote = PedidoLote['acao']
export type ProcessosDoMes = Resposta<'/api/v1/processos/do-mes', 'post', 200>
export type Operadora = Resposta<'/api/v1/operadoras', 'get', 200>['itens'][number]
export type Execucao = Resposta<'/api/v1/execucoes/{id}', 'get', 200>
export type ItemExecucao = Resposta<'/api/v1/execucoes', 'get', 200>['itens'][number]
export type ConsultaExecucoes = NonNullable<paths['/api/v1/execucoes']['get']['parameters']['query']>
export type ResumoExecucoes = Resposta<'/api/v1/execucoes/resumo', 'get', 200>
export type Agendamento = Resposta<'/api/v1/agendamentos', 'get', 200>['itens'][number]
export type AgendamentoInteiro = Resposta<'/api/v1/agendamentos/{id}', 'get', 200>
export type PedidoAgendamento = paths['/api/v1/agendamentos']['post']['requestBody']['content']['application/json']
export type Usuario = Resposta<'/api/v1/usuarios', 'get', 200>['itens'][number]
export type Grupo = Resposta<'/api/v1/grupos', 'get', 200>['itens'][number]
export type ItemAuditoria = Resposta<'/api/v1/auditoria', 'get', 200>['itens'][number]
export type ConsultaAuditoria = NonNullable<paths['/api/v1/auditoria']['get']['parameters']['query']>
export type Tentativa = Execucao['tentativas'][number]
export type StatusExecucao = Execucao['status']
export type StatusTentativa = Tentativa['status']
export type TipoExecucao = Execucao['tipo']

/** Uma linha do registro de uma execução, como vem no evento `registro`. */
export interface Registro {
  sequencia: number
  /** Instante em ISO 8601, UTC. */
  instante: string
  nivel: NivelRegistro
  mensagem: string
}
export type NivelRegistro = 'DEPURACAO' | 'INFO' | 'AVISO' | 'ERRO'
