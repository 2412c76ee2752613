import { expect, test, type Browser, type Page } from '@playwright/test'
import { credencial, url } from '../ambiente'
import { lerObservado, observar, percentil, zerar } from './observar'
import { interpor } from './registros-falsos'
import { CLIENTES, DA_OPERADORA, encher, MES } from './semente'

/*
 * Os números da interface, medidos no Chromium contra o executável: nunca rodam na integração contínua.
 * Cada linha traz o alvo; a que o estoura faz o comando falhar depois de mostrar todas.
 */
const linhas: { medida: string; valor: string; alvo: string; dentro: boolean }[] = []
function anotar(medida: string, valor: number, unidade: string, alvo: number): void {
  const texto = valor.toLocaleString('pt-BR', { maximumFractionDigits: valor < 1 ? 3 : 1 })
  linhas.push({ medida, valor: `${texto} ${unidade}`, alvo: `≤ ${alvo.toLocaleString('pt-BR')} ${unidade}`, dentro: valor <= alvo })
}

test.setTimeout(600_000)

let operadora = ''
test.beforeAll(async ({ playwright }) => {
  const pedidos = await playwright.request.newContext({ baseURL: url })
  operadora = await encher(pedidos)
  await pedidos.dispose()
})

test.afterAll(() => {
  console.log('\n| medida | valor | alvo |\n|---|---|---|')
  for (const l of linhas) console.log(`| ${l.medida} | ${l.valor}${l.dentro ? '' : ' (FORA)'} | ${l.alvo} |`)
})

/** Uma aba nova, sem nada guardado, já dentro. */
async function abrir(browser: Browser, base = url): Promise<Page> {
  const contexto = await browser.newContext({ baseURL: base })
  const r = await contexto.request.post('/api/v1/sessao', { headers: { 'x-regente-csrf': '1', origin: base }, data: credencial() })
  expect(r.ok(), await r.text()).toBe(true)
  // O navegador lembra que já entrou: sem isto, a interface nem pergunta pela sessão.
  await contexto.addInitScript(() => localStorage.setItem('regente.entrou', 'true'))
  const pagina = await contexto.newPage()
  pagina.setDefaultTimeout(30_000)
  await observar(pagina)
  return pagina
}

const PAGINAS = [
  { nome: 'Início', caminho: `/?mes_ano=${MES}`, pronta: (p: Page) => p.getByRole('main').getByText(/100\.0\d\d/).first() },
  { nome: 'Matriz do mês', caminho: `/matriz?mes_ano=${MES}`, pronta: (p: Page) => p.getByRole('main').getByRole('row').nth(5) },
  { nome: 'Processos', caminho: `/processos?mes_ano=${MES}`, pronta: (p: Page) => p.getByRole('main').getByRole('row').nth(20) },
  { nome: 'Aprovações', caminho: '/aprovacoes', pronta: (p: Page) => p.getByRole('heading', { name: 'Aprovações', level: 1 }) },
  { nome: 'Clientes', caminho: '/clientes', pronta: (p: Page) => p.getByRole('main').getByRole('row').nth(20) },
  { nome: 'Execuções', caminho: '/execucoes', pronta: (p: Page) => p.getByRole('heading', { name: 'Execuções', level: 1 }) },
]

for (const { nome, caminho, pronta } of PAGINAS) {
  test(`primeira visita: ${nome}`, async ({ browser }) => {
    const tempos: number[] = []
    let js = 0
    let deslocamento = 0
    for (let vez = 0; vez < 5; vez++) {
      const page = await abrir(browser)
      await page.goto(caminho)
      await pronta(page).waitFor()
      tempos.push(await page.evaluate(() => performance.now()))
      const recursos = await page.evaluate(() => performance.getEntriesByType('resource').map((e) => e as PerformanceResourceTiming).filter((e) => e.name.endsWith('.js')).map((e) => e.encodedBodySize))
      js = recursos.reduce((a, b) => a + b, 0) / 1024
      deslocamento = Math.max(deslocamento, (await lerObservado(page)).deslocamento)
      await page.context().close()
    }
    anotar(`${nome}: JavaScript baixado até ficar pronta`, js, 'KB', 200)
    anotar(`${nome}: pronta, do nada (mediana de 5)`, percentil(tempos, 0.5), 'ms', 1000)
    anotar(`${nome}: deslocamento do desenho`, deslocamento, 'CLS', 0.01)
  })
}

test('lista de dez mil: ordenar, filtrar e rolar', async ({ browser }) => {
  const page = await abrir(browser)
  await page.goto(`/processos?mes_ano=${MES}&operadora_id=${operadora}`)
  const lista = page.getByRole('region', { name: 'Lista de processos' })
  await lista.getByRole('row').nth(20).waitFor()
  await expect(page.getByRole('main')).toContainText(DA_OPERADORA.toLocaleString('pt-BR'))
  await zerar(page)
  for (const coluna of ['Vencimento', 'Valor (R$)', 'Cliente']) {
    for (let vez = 0; vez < 2; vez++) {
      const resposta = page.waitForResponse((r) => r.url().includes('/api/v1/processos?'))
      await lista.getByRole('columnheader', { name: coluna }).getByRole('button').click()
      await resposta
    }
  }
  const busca = page.getByRole('main').getByRole('searchbox').first()
  await busca.pressSequentially('hospital campo', { delay: 40 })
  await expect(page).toHaveURL(/busca=/)
  anotar(`lista de ${DA_OPERADORA.toLocaleString('pt-BR')}: pior interação (ordenar e digitar a busca)`, Math.max(0, ...(await lerObservado(page)).interacoes), 'ms', 100)
  await zerar(page)
  await lista.hover()
  for (let vez = 0; vez < 40; vez++) await page.mouse.wheel(0, vez % 2 ? -1200 : 1200)
  const { quadros } = await lerObservado(page)
  anotar('lista: quadro ao rolar (p95)', percentil(quadros, 0.95), 'ms', 50)
  await page.context().close()
})

test('busca geral entre cem mil clientes', async ({ browser }) => {
  const page = await abrir(browser)
  // Numa página parada: o que se mede é a busca, não a fila atrás das listas que ainda chegam.
  const contadores = page.waitForResponse((r) => r.url().includes('/processos/contadores'))
  await page.goto('/perfil')
  await contadores
  const consultas = ['serra azul', 'hospital 09', 'nada se chama assim', '20.050.1', 'cooperativa campo manso 0999', 'med']
  const tempos = await page.evaluate(async (qs) => {
    const medidos: number[] = []
    for (const q of qs) {
      for (let vez = 0; vez < 5; vez++) {
        const antes = performance.now()
        await (await fetch(`/api/v1/busca?q=${encodeURIComponent(q)}&limite=6`)).text()
        medidos.push(performance.now() - antes)
      }
    }
    return medidos
  }, consultas)
  anotar(`busca geral em ${CLIENTES.toLocaleString('pt-BR')} clientes: resposta (p95, no navegador)`, percentil(tempos, 0.95), 'ms', 50)
  await page.context().close()
})

test('registros ao vivo: cem mil linhas e duas mil por segundo', async ({ browser }) => {
  const execucao = await umaExecucao(browser)
  const muitas = await interpor(url, 100_000, 0)
  const page = await abrir(browser, muitas.url)
  await page.goto(`/execucoes/${execucao}`)
  await expect(page.getByText('Linha 100000:')).toBeVisible({ timeout: 60_000 })
  anotar('100.000 linhas: da navegação até a última na tela', await page.evaluate(() => performance.now()), 'ms', 5000)
  const registros = page.getByRole('list', { name: 'Linhas de registro' })
  anotar('100.000 linhas: linhas na página', await registros.getByRole('listitem').count(), '', 200)
  const rolagem = page.getByRole('region', { name: 'Rolagem dos registros' })
  await zerar(page)
  for (let vez = 1; vez <= 30; vez++) await rolagem.evaluate((e, parte) => new Promise((pronto) => { e.scrollTop = e.scrollHeight * parte; requestAnimationFrame(pronto) }), (vez * 7 % 30) / 30)
  anotar('100.000 linhas: quadro ao saltar (p95)', percentil((await lerObservado(page)).quadros, 0.95), 'ms', 50)
  await page.context().close()
  muitas.fechar()

  const depressa = await interpor(url, 0, 2000)
  const outra = await abrir(browser, depressa.url)
  await outra.goto(`/execucoes/${execucao}`)
  await expect(outra.getByText(/Linha \d{4}:/).first()).toBeVisible()
  await zerar(outra)
  const procura = outra.getByRole('searchbox', { name: 'Procurar nos registros' })
  await procura.pressSequentially('fatura', { delay: 150 })
  await procura.fill('')
  await expect(outra.getByText(/Linha [12]\d{4}:/).first()).toBeVisible({ timeout: 30_000 })
  const { quadros, interacoes } = await lerObservado(outra)
  anotar('2.000 linhas/s: quadro (p95)', percentil(quadros, 0.95), 'ms', 50)
  anotar('2.000 linhas/s: maior quadro', Math.max(...quadros), 'ms', 200)
  anotar('2.000 linhas/s: pior interação (procurar)', Math.max(0, ...interacoes), 'ms', 100)
  await outra.context().close()
  depressa.fechar()
})

/** Uma execução qualquer; sem nenhuma, começa a do primeiro processo que puder baixar. */
async function umaExecucao(browser: Browser): Promise<string> {
  const page = await abrir(browser)
  type Lista = { itens: { id: string }[] }
  const achar = async () => ((await (await page.request.get('/api/v1/execucoes?limite=1')).json()) as Lista).itens[0]?.id
  let id = await achar()
  if (!id) {
    const processos = (await (await page.request.get('/api/v1/processos?status_processo=AGUARDANDO_DOWNLOAD&limite=1')).json()) as Lista
    await page.request.post(`/api/v1/processos/${processos.itens[0]!.id}/download`, { headers: { 'x-regente-csrf': '1', origin: url } })
    id = await achar()
  }
  await page.context().close()
  return id!
}

test('tudo dentro do alvo', () => {
  expect(linhas.filter((l) => !l.dentro).map((l) => l.medida)).toEqual([])
})
