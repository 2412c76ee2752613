// Gera src/api/gerado.ts a partir de openapi.json. Com --conferir só compara e falha se estiver velho.
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const origem = new URL('../openapi.json', import.meta.url)
const destino = new URL('../src/api/gerado.ts', import.meta.url)
const aviso = '// Gerado de openapi.json por `npm run api`. Não edite à mão.\n\n'

const esperado = aviso + astToString(await openapiTS(origem))

if (process.argv.includes('--conferir')) {
  const atual = await readFile(destino, 'utf8').catch(() => '')
  if (atual !== esperado) {
    console.error('src/api/gerado.ts não corresponde a openapi.json. Rode `npm run api` e guarde o resultado.')
    process.exit(1)
  }
  console.log('src/api/gerado.ts está em dia.')
} else {
  await writeFile(destino, esperado)
  console.log('src/api/gerado.ts gerado.')
}
