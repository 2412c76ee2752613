import { useQuery, type QueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { baixarArquivo } from '@/api/arquivos'

/** De onde vem um PDF e o que ele deve ser. */
export interface OrigemPdf {
  /** Endereço na API. */
  url: string
  /** SHA-256 que o servidor guarda: os bytes recebidos têm de dar nele. */
  sha256: string
  /** Nome para quem baixa. */
  nome: string
}

/** Os bytes mostrados e o resumo calculado deles, aqui. */
export interface ArquivoPdf {
  blob: Blob
  sha256: string
}

/** O que chegou não é o que o servidor disse guardar: mudou no caminho, ou foi trocado. */
export class ArquivoDivergente extends Error {
  override name = 'ArquivoDivergente'

  constructor(
    readonly esperado: string,
    readonly recebido: string,
  ) {
    super('O arquivo recebido não é o que está registrado no processo.')
  }
}

/**
 * SHA-256 em hexadecimal. Em http sem TLS o navegador não oferece `crypto.subtle`; aí a conta é
 * feita em JavaScript, para que a aprovação valha sempre para os bytes de fato mostrados.
 */
export async function resumirSha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  const resumo = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(bytes)
  return Array.from(resumo, (b) => b.toString(16).padStart(2, '0')).join('')
}

/** Baixa e confere: devolve o arquivo só se for exatamente o esperado. */
export async function obterArquivo(origem: OrigemPdf, signal: AbortSignal): Promise<ArquivoPdf> {
  const blob = await baixarArquivo(origem.url, signal)
  const sha256 = await resumirSha256(new Uint8Array(await blob.arrayBuffer()))
  if (sha256 !== origem.sha256.toLowerCase()) throw new ArquivoDivergente(origem.sha256, sha256)
  return { blob, sha256 }
}

// O conteúdo de um SHA-256 nunca muda: quem já o tem não o pede de novo, ainda que o canal ao vivo
// mande reler tudo, e o PDF aberto não se reabre sob os olhos de quem lê.
function consultaDoArquivo(origem: OrigemPdf) {
  const queryKey = ['arquivos-pdf', origem.url, origem.sha256]
  return {
    queryKey,
    queryFn: ({ signal, client }: { signal: AbortSignal; client: QueryClient }) =>
      client.getQueryData<ArquivoPdf>(queryKey) ?? obterArquivo(origem, signal),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 120_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }
}

export function useArquivoPdf(origem: MaybeRefOrGetter<OrigemPdf | null>) {
  return useQuery(
    computed(() => {
      const atual = toValue(origem)
      return atual
        ? { ...consultaDoArquivo(atual), enabled: true }
        : { ...consultaDoArquivo({ url: '', sha256: '', nome: '' }), enabled: false }
    }),
  )
}

/** Traz o próximo antes de ser pedido. Se falhar, quem o abrir tenta de novo e diz o erro. */
export function preCarregarPdf(consultas: QueryClient, origem: OrigemPdf): Promise<void> {
  return consultas.prefetchQuery(consultaDoArquivo(origem))
}

/** Um PDF que está neste computador, ainda não enviado: o visor o mostra sem pedir nada ao servidor. */
export function semearPdf(consultas: QueryClient, { url, sha256 }: OrigemPdf, blob: Blob): void {
  consultas.setQueryData<ArquivoPdf>(['arquivos-pdf', url, sha256], { blob, sha256 })
}
