import { computed, type Ref } from 'vue'
import type { VisaoEmbutida } from '@/componentes/visoes'
import { visoesProntas } from '../visoes'
import { lerFiltros } from './useFiltrosProcessos'
import { useContagem } from './useProcessos'

/** As visões prontas com quantos processos cada uma tem na competência escolhida. */
export function useVisoesProcessos(mesAno: Ref<string | undefined>, hoje: Ref<Date>) {
  const contadas = visoesProntas.map((v) => {
    const filtros = computed(() => lerFiltros({ ...v.consulta, ...(mesAno.value && { mes_ano: mesAno.value }) }))
    return { visao: v, contagem: useContagem(filtros, hoje).data }
  })
  return computed<VisaoEmbutida[]>(() => contadas.map(({ visao, contagem }) => ({ nome: visao.nome, consulta: visao.consulta, contagem: contagem.value })))
}
