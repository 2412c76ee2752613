import { ref, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { enviarArquivo } from '@/api/arquivos'
import { mensagemDe } from '@/api/erro'
import { useTorradas } from '@/composaveis/useTorradas'
import { useQueryClient } from '@tanstack/vue-query'
import type { DetalheProcesso } from '../contratoProcessos'
import { motivoDe, passoDe, type NomePasso } from '../passos'
import { usePassosProcesso } from './useProcesso'

/** O que cada passo faz na página de um processo, e o que se diz depois. */
export function usePassosDaPagina(processo: Ref<DetalheProcesso | undefined>) {
  const { baixar, enviar, desfazer } = usePassosProcesso()
  const { avisarFeito, avisarFalha } = useTorradas()
  const consultas = useQueryClient()
  const roteador = useRouter()

  const ocupado = ref<NomePasso | null>(null)
  const aprovando = ref(false)
  const rejeitando = ref<DetalheProcesso | null>(null)
  /** O SHA-256 do PDF que de fato apareceu nesta página. */
  const visto = ref<string | null>(null)
  const desfazerAte = ref<string | null>(null)

  async function fazer(nome: NomePasso, acao: () => Promise<string>) {
    if (ocupado.value) return
    ocupado.value = nome
    try {
      avisarFeito(await acao())
    } catch (falha) {
      avisarFalha(mensagemDe(falha))
    } finally {
      ocupado.value = null
    }
  }

  /** Aprova aqui se o PDF atual foi visto aqui; senão, leva aonde ele se vê. */
  function aprovarVisto(p: DetalheProcesso) {
    if (visto.value && visto.value === p.arquivo_sha256) aprovando.value = true
    else void roteador.push({ path: '/aprovacoes', query: { processo: p.id } })
  }

  function escolherPdf(p: DetalheProcesso) {
    const entrada = Object.assign(document.createElement('input'), { type: 'file', accept: 'application/pdf,.pdf' })
    entrada.addEventListener('change', () => {
      const arquivo = entrada.files?.[0]
      if (arquivo) void fazer('anexar', () => anexar(p, arquivo))
    })
    entrada.click()
  }

  async function anexar(p: DetalheProcesso, arquivo: File): Promise<string> {
    await enviarArquivo(`/api/v1/processos/${encodeURIComponent(p.id)}/fatura`, arquivo)
    await consultas.invalidateQueries({ queryKey: ['processos'] })
    return 'Fatura recebida.'
  }

  function dar(nome: NomePasso) {
    const p = processo.value
    if (!p || motivoDe(passoDe(p, nome))) return
    const acoes: Record<NomePasso, () => void> = {
      baixar: () => void fazer('baixar', () => baixar.mutateAsync(p.id).then(() => 'Download na fila. Acompanhe aqui mesmo.')),
      enviar: () => void fazer('enviar', () => enviar.mutateAsync(p.id).then(() => 'Envio ao SAT na fila.')),
      desfazer: () => void fazer('desfazer', () => desfazer.mutateAsync(p.id).then(() => 'Aprovação desfeita.')),
      anexar: () => escolherPdf(p),
      aprovar: () => aprovarVisto(p),
      rejeitar: () => (rejeitando.value = p),
    }
    acoes[nome]()
  }

  return { ocupado, aprovando, rejeitando, visto, desfazerAte, dar }
}
