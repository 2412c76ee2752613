import { conferirAcessibilidade, criarMes, entrar, expect, test } from '../apoio'
import { baixarMes, lerFatura, listarProcessos, mesDoEndereco, rejeitar } from '../faturas'

/** Os robôs da demonstração buscam o mês inteiro antes: é daí que vêm PDFs de verdade. */
const ESPERA_DO_MES_MS = 120_000
const QUANTAS = 10

test('dez PDFs em um só arrasto acham cada um o seu processo', async ({ page, consolo }) => {
  test.setTimeout(2 * ESPERA_DO_MES_MS)
  // A recusa do servidor a um arquivo estragado aparece no console do navegador.
  consolo.tolerar(/status of 422/)
  await entrar(page)
  await criarMes(page, 3)
  const mes = mesDoEndereco(page)
  await baixarMes(page, mes)

  // Dez clientes diferentes: um processo de cada volta a esperar fatura.
  const escolhidos = await expect(async () => {
    const prontos = await listarProcessos(page, { mes_ano: mes, status_processo: 'AGUARDANDO_APROVACAO' })
    expect(new Set(prontos.map((p) => p.cliente.cnpj)).size).toBeGreaterThanOrEqual(QUANTAS)
  }).toPass({ timeout: ESPERA_DO_MES_MS }).then(() => listarProcessos(page, { mes_ano: mes, status_processo: 'AGUARDANDO_APROVACAO' }))
  const porCliente = [...new Map(escolhidos.map((p) => [p.cliente.cnpj, p])).values()].slice(0, QUANTAS)
  const arquivos = []
  for (const [n, p] of porCliente.entries()) {
    arquivos.push({ nome: `fatura-${n + 1}.pdf`, base64: (await lerFatura(page, p.id)).toString('base64') })
    await rejeitar(page, p.id, 'Chegou outra por e-mail')
  }

  await page.goto('/envio')
  await expect(page.getByText('Solte aqui os PDFs')).toBeVisible()
  const soltos = [...arquivos, { nome: 'de-novo.pdf', base64: arquivos[0]?.base64 ?? '' }, { nome: 'planilha.pdf', base64: btoa('PK não é PDF') }]
  const arrasto = await page.evaluateHandle((lista) => {
    const dados = new DataTransfer()
    for (const { nome, base64 } of lista) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      dados.items.add(new File([bytes], nome, { type: 'application/pdf' }))
    }
    return dados
  }, soltos)
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: arrasto })
  await page.dispatchEvent('body', 'drop', { dataTransfer: arrasto })

  // Lidos dois a dois; nada é enviado ainda. O estragado e o repetido dizem por que não seguem.
  const linha = (nome: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: nome }) })
  await expect(linha('planilha.pdf')).toContainText('não é um PDF')
  await expect(linha('de-novo.pdf')).toContainText('O mesmo arquivo já está nesta lista', { timeout: 60_000 })
  for (const [n, p] of porCliente.entries()) {
    const esta = linha(`fatura-${n + 1}.pdf`)
    await expect(esta).toContainText(/Pronto para enviar|Escolha o processo/)
    // Com dúvida, a pessoa diz qual; respondida, a pergunta dá lugar ao processo.
    const opcao = esta.getByRole('radio', { name: new RegExp(`${escapar(p.operadora.nome)} · ${escapar(p.cliente.unidade)}`) })
    if (await opcao.first().isVisible()) await opcao.and(page.locator(':enabled')).first().click()
    await expect(esta).toContainText('Pronto para enviar')
    await expect(esta).toContainText(p.cliente.razao_social)
  }
  expect(await listarProcessos(page, { mes_ano: mes, status_processo: 'AGUARDANDO_APROVACAO', upload_manual: 'true' })).toHaveLength(0)
  await conferirAcessibilidade(page, 'envio manual')

  await page.getByRole('button', { name: `Enviar ${QUANTAS} faturas` }).click()
  await expect(page.getByRole('status').filter({ hasText: `${QUANTAS} enviados` })).toBeVisible({ timeout: 60_000 })
  expect(await listarProcessos(page, { mes_ano: mes, status_processo: 'AGUARDANDO_APROVACAO', upload_manual: 'true' })).toHaveLength(QUANTAS)

  // Sair e voltar não perde a lista; o resultado leva a cada processo e à fila.
  await page.getByRole('link', { name: 'Conferir na fila de aprovação' }).click()
  await expect(page.getByRole('heading', { name: 'Aprovações', level: 1 })).toBeVisible()
  await page.goBack()
  await expect(linha('fatura-1.pdf').getByRole('link', { name: 'Ver processo' })).toHaveAttribute('href', `/processos/${porCliente[0]?.id}`)
})

function escapar(texto: string): string {
  return texto.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
