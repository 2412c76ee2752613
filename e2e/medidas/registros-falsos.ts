import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const NIVEIS = ['INFO', 'INFO', 'INFO', 'DEPURACAO', 'INFO', 'AVISO', 'INFO', 'ERRO']

/**
 * Encaminha tudo ao Regente, menos os registros ao vivo, que inventa: `inicio` linhas de uma vez e
 * depois `porSegundo` sem parar. Nenhum robô fala tão depressa, e é isso que se quer medir.
 */
export async function interpor(destino: string, inicio: number, porSegundo: number): Promise<{ url: string; fechar: () => void }> {
  const servidor = createServer((pedido, resposta) => {
    if (pedido.url?.endsWith('/registros/ao-vivo')) falar(resposta, inicio, porSegundo)
    else encaminhar(destino, pedido, resposta)
  })
  await new Promise<void>((pronto) => servidor.listen(0, '127.0.0.1', pronto))
  const porta = (servidor.address() as AddressInfo).port
  return { url: `http://127.0.0.1:${porta}`, fechar: () => encerrar(servidor) }
}

function encaminhar(destino: string, pedido: IncomingMessage, resposta: ServerResponse): void {
  const adiante = request(new URL(pedido.url ?? '/', destino), { method: pedido.method, headers: pedido.headers }, (vinda) => {
    resposta.writeHead(vinda.statusCode ?? 502, vinda.headers)
    vinda.pipe(resposta)
  })
  adiante.on('error', () => resposta.destroy())
  resposta.on('close', () => adiante.destroy())
  pedido.pipe(adiante)
}

function falar(resposta: ServerResponse, inicio: number, porSegundo: number): void {
  resposta.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  let sequencia = 0
  const escrever = (quantas: number) => {
    const partes: string[] = []
    for (let i = 0; i < quantas; i++) {
      sequencia++
      const nivel = NIVEIS[sequencia % NIVEIS.length]
      const registro = { sequencia, instante: new Date().toISOString(), nivel, mensagem: `Linha ${sequencia}: fatura ${sequencia * 7} localizada no portal, vencimento 25/11`, tentativa: 1 }
      partes.push(`event: registro\nid: ${sequencia}\ndata: ${JSON.stringify(registro)}\n\n`)
    }
    resposta.write(partes.join(''))
  }
  escrever(inicio)
  if (porSegundo === 0) return
  const relogio = setInterval(() => escrever(porSegundo / 20), 50)
  resposta.on('close', () => clearInterval(relogio))
}

function encerrar(servidor: Server): void {
  servidor.closeAllConnections()
  servidor.close()
}
