import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { mensagemDe } from '@/api/erro'
import { useTorradas } from '@/composaveis/useTorradas'
import { formatarInteiro } from '@/formatos/dinheiro'
import type { AcaoLote, ItemProcesso, RespostaLote } from '../contratoProcessos'
import { dizerFeitos, type Recusa } from '../lote'
import { motivoDe, passoDe, type NomePasso } from '../passos'
import { usePassosProcesso } from './useProcesso'

/** O que se faz a partir de uma linha da lista, e o que se diz depois. */
export function useAcoesDaLista() {
  const { baixar, enviar, desfazer } = usePassosProcesso()
  const { avisarFeito, avisarFalha } = useTorradas()
  const roteador = useRouter()

  const ocupados = ref(new Set<string>())
  const rejeitando = ref<ItemProcesso | null>(null)
  const resultado = ref<{ feitos: number; dito: string; recusas: Recusa[] } | null>(null)

  async function fazer(p: ItemProcesso, acao: () => Promise<{ texto: string; execucao?: string }>) {
    if (ocupados.value.has(p.id)) return
    ocupados.value.add(p.id)
    try {
      const { texto, execucao } = await acao()
      avisarFeito(texto, execucao ? { texto: 'Acompanhar', destino: { name: 'execucao', params: { id: execucao } } } : undefined)
    } catch (falha) {
      avisarFalha(`${p.cliente.razao_social}: ${mensagemDe(falha)}`)
    } finally {
      ocupados.value.delete(p.id)
    }
  }

  function dar(p: ItemProcesso, passo: NomePasso) {
    if (motivoDe(passoDe(p, passo))) return
    const quem = p.cliente.razao_social
    const acoes: Record<NomePasso, () => void> = {
      baixar: () => void fazer(p, async () => ({ execucao: (await baixar.mutateAsync(p.id)).execucao_id, texto: `Download de ${quem} iniciado.` })),
      enviar: () => void fazer(p, async () => ({ execucao: (await enviar.mutateAsync(p.id)).execucao_id, texto: `Envio de ${quem} ao SAT na fila.` })),
      desfazer: () => void fazer(p, () => desfazer.mutateAsync(p.id).then(() => ({ texto: `Aprovação de ${quem} desfeita.` }))),
      // Aprovar é ver: da lista, vai-se aonde o PDF está.
      aprovar: () => void roteador.push({ path: '/aprovacoes', query: { processo: p.id } }),
      anexar: () => void roteador.push({ name: 'processo', params: { id: p.id } }),
      rejeitar: () => (rejeitando.value = p),
    }
    acoes[passo]()
  }

  function loteFeito(acao: AcaoLote, { feitos }: RespostaLote, recusas: Recusa[]) {
    const dito = dizerFeitos(acao, feitos)
    if (recusas.length) resultado.value = { feitos, dito, recusas }
    else avisarFeito(`${formatarInteiro(feitos)} ${dito}.`)
  }

  return { ocupados, rejeitando, dar, resultado, loteFeito }
}
