// Mede, em gzip, o JavaScript que cada primeira visita baixa e falha acima do orçamento.
import { readFile, rm } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

const LIMITE_KB = 200
const dist = new URL('../dist/', import.meta.url)
const manifesto = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'))

const tamanhos = new Map()
async function gzip(arquivo) {
  if (!tamanhos.has(arquivo)) tamanhos.set(arquivo, gzipSync(await readFile(new URL(arquivo, dist))).length)
  return tamanhos.get(arquivo)
}

function arquivos(chave, js = new Set(), css = new Set()) {
  const parte = manifesto[chave]
  if (js.has(parte.file)) return { js, css }
  js.add(parte.file)
  for (const c of parte.css ?? []) css.add(c)
  for (const i of parte.imports ?? []) arquivos(i, js, css)
  return { js, css }
}

async function somar(conjunto) {
  let total = 0
  for (const a of conjunto) total += await gzip(a)
  return total / 1024
}

let estourou = false
const paginas = Object.keys(manifesto).filter((c) => /\/Pagina\w+\.vue$/.test(c))
for (const pagina of paginas) {
  const { js, css } = arquivos('index.html')
  // O leiaute vem junto de toda página de quem já entrou.
  if (!/PaginaEntrar|PaginaPrimeiroAcesso/.test(pagina)) arquivos('src/leiautes/LeiautePrincipal.vue', js, css)
  arquivos(pagina, js, css)
  const [kbJs, kbCss] = [await somar(js), await somar(css)]
  if (kbJs > LIMITE_KB) estourou = true
  console.log(`${pagina.split('/').pop().padEnd(24)} ${kbJs.toFixed(1).padStart(6)} KB de JavaScript · ${kbCss.toFixed(1)} KB de CSS (gzip)`)
}
if (estourou) {
  console.error(`A primeira visita passou de ${LIMITE_KB} KB de JavaScript.`)
  process.exit(1)
}

// O manifesto só serve a esta conta: não vai dentro do executável.
await rm(new URL('.vite/', dist), { recursive: true })
