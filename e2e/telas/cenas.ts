import type { Page } from '@playwright/test'
import { expect } from '../apoio'

/** O que há para fotografar, por id, já preparado no servidor. */
export interface Acervo {
  mes: string
  aguardandoAprovacao: string
  execucao: string
  cliente: string
  operadora: string
  agendamento: string
}

export interface Cena {
  nome: string
  caminho: (a: Acervo) => string
  /** Espera o que diz que a tela está pronta, ou abre o que se quer ver. */
  preparar: (p: Page) => Promise<void>
  /** Só a 1440: no telefone a cena não existe. */
  soLarga?: boolean
}

const linhas = (regiao: string) => async (p: Page) => {
  await expect(p.getByRole('region', { name: regiao }).getByRole('row').nth(1)).toBeVisible()
}
const titulo = (texto: string | RegExp) => async (p: Page) => {
  await expect(p.getByRole('heading', { level: 1, name: texto })).toBeVisible()
}
/** Abre um diálogo (ou gaveta, ou menu) pelo botão e espera que ele pare. */
const abrir = (antes: (p: Page) => Promise<void>, botao: string | RegExp, papel: 'dialog' | 'menu' = 'dialog') => async (p: Page) => {
  await antes(p)
  await p.getByRole('button', { name: botao }).first().click()
  await expect(p.getByRole(papel).first()).toBeVisible()
}
const aprovacoesProntas = async (p: Page) => {
  await expect(p.getByRole('button', { name: /^Aprovar e ir à próxima/ }).and(p.locator(':not([aria-disabled])'))).toBeVisible({ timeout: 60_000 })
}

/** Toda página e todo diálogo da interface. Uma tela nova entra aqui. */
export const CENAS: Cena[] = [
  { nome: 'inicio', caminho: (a) => `/?mes_ano=${a.mes}`, preparar: async (p) => expect(p.getByText('Processos por situação')).toBeVisible() },
  { nome: 'inicio-vazio', caminho: () => '/?mes_ano=2031-01', preparar: titulo('Início') },
  { nome: 'matriz', caminho: (a) => `/matriz?mes_ano=${a.mes}`, preparar: async (p) => expect(p.getByRole('grid').getByRole('row').nth(2)).toBeVisible() },
  { nome: 'matriz-preencher', caminho: (a) => `/matriz?mes_ano=${a.mes}`, preparar: abrir(async (p) => expect(p.getByRole('grid').getByRole('row').nth(2)).toBeVisible(), 'Preencher meses anteriores'), soLarga: true },
  { nome: 'matriz-vazia', caminho: () => '/matriz?mes_ano=2031-01&busca=nada+se+chama+assim', preparar: titulo('Matriz do mês') },
  { nome: 'processos', caminho: (a) => `/processos?mes_ano=${a.mes}`, preparar: linhas('Lista de processos') },
  { nome: 'processos-vazia', caminho: () => '/processos?busca=nada+se+chama+assim', preparar: async (p) => expect(p.getByRole('button', { name: 'Limpar os filtros' })).toBeVisible() },
  { nome: 'processos-criar-mes', caminho: () => '/processos', preparar: abrir(linhas('Lista de processos'), 'Criar mês') },
  { nome: 'processo', caminho: (a) => `/processos/${a.aguardandoAprovacao}`, preparar: async (p) => expect(p.getByText('Conferências').first()).toBeVisible() },
  { nome: 'processo-execucoes', caminho: (a) => `/processos/${a.aguardandoAprovacao}?aba=execucoes`, preparar: titulo(/.+/) },
  { nome: 'processo-auditoria', caminho: (a) => `/processos/${a.aguardandoAprovacao}?aba=auditoria`, preparar: titulo(/.+/) },
  { nome: 'processo-rejeitar', caminho: (a) => `/processos/${a.aguardandoAprovacao}`, preparar: abrir(titulo(/.+/), /^Rejeitar/) },
  { nome: 'aprovacoes', caminho: (a) => `/aprovacoes?processo=${a.aguardandoAprovacao}`, preparar: aprovacoesProntas },
  { nome: 'envio', caminho: () => '/envio', preparar: titulo('Enviar faturas') },
  { nome: 'clientes', caminho: () => '/clientes', preparar: linhas('Lista de clientes') },
  { nome: 'cliente', caminho: (a) => `/clientes/${a.cliente}`, preparar: async (p) => expect(p.getByLabel('Razão social')).toBeVisible() },
  { nome: 'cliente-novo', caminho: () => '/clientes/novo', preparar: async (p) => expect(p.getByLabel('Razão social')).toBeVisible() },
  { nome: 'clientes-importacao', caminho: () => '/clientes/importacao', preparar: titulo(/Importar clientes/) },
  { nome: 'operadoras', caminho: () => '/operadoras', preparar: linhas('Lista de operadoras') },
  { nome: 'operadora', caminho: (a) => `/operadoras/${a.operadora}`, preparar: async (p) => expect(p.getByLabel('Nome', { exact: true })).toBeVisible() },
  { nome: 'execucoes', caminho: (a) => `/execucoes?ver=${a.execucao}`, preparar: async (p) => expect(p.getByRole('list', { name: 'Linhas de registro' }).getByRole('listitem').first()).toBeVisible() },
  { nome: 'execucoes-historico', caminho: () => '/execucoes?aba=historico', preparar: linhas('Histórico de execuções') },
  { nome: 'execucao', caminho: (a) => `/execucoes/${a.execucao}`, preparar: async (p) => expect(p.getByRole('list', { name: 'Linhas de registro' }).getByRole('listitem').first()).toBeVisible() },
  { nome: 'agendamentos', caminho: () => '/agendamentos', preparar: linhas('Lista de agendamentos') },
  { nome: 'agendamento', caminho: (a) => `/agendamentos/${a.agendamento}`, preparar: async (p) => expect(p.getByRole('region', { name: 'Próximas vezes' }).getByRole('listitem').nth(4)).toBeVisible() },
  { nome: 'agendamento-excluir', caminho: (a) => `/agendamentos/${a.agendamento}`, preparar: abrir(titulo(/.+/), /^Excluir/) },
  { nome: 'auditoria', caminho: () => '/auditoria', preparar: linhas('Lista da auditoria') },
  { nome: 'auditoria-ato', caminho: () => '/auditoria?acao=agendamento.criado', preparar: async (p) => { await linhas('Lista da auditoria')(p); await p.getByRole('region', { name: 'Lista da auditoria' }).getByRole('row').nth(1).getByRole('button').first().click(); await expect(p.getByRole('dialog')).toBeVisible() } },
  { nome: 'usuarios', caminho: () => '/usuarios', preparar: linhas('Lista de usuários') },
  { nome: 'usuarios-dar-acesso', caminho: () => '/usuarios', preparar: abrir(linhas('Lista de usuários'), 'Dar acesso') },
  { nome: 'grupos', caminho: () => '/grupos', preparar: async (p) => expect(p.getByRole('columnheader', { name: /Aprovador/ })).toBeVisible() },
  { nome: 'perfil', caminho: () => '/perfil', preparar: titulo(/.+/) },
  { nome: 'ajuda', caminho: () => '/ajuda', preparar: titulo(/.+/) },
  { nome: 'nao-encontrada', caminho: () => '/isto-nao-existe', preparar: async (p) => expect(p.getByText('Esta página não existe')).toBeVisible() },
  { nome: 'paleta', caminho: () => '/clientes', preparar: async (p) => { await linhas('Lista de clientes')(p); await p.keyboard.press('Control+k'); await p.getByRole('combobox').fill('me'); await expect(p.getByRole('option').first()).toBeVisible() } },
  { nome: 'atalhos', caminho: () => '/clientes', preparar: async (p) => { await linhas('Lista de clientes')(p); await p.getByRole('heading', { level: 1 }).click(); await p.keyboard.press('?'); await expect(p.getByRole('dialog')).toBeVisible() }, soLarga: true },
  { nome: 'sino', caminho: () => '/clientes', preparar: async (p) => { await linhas('Lista de clientes')(p); await p.getByRole('button', { name: /atenção|Notificações|Avisos/i }).first().click() } },
]
