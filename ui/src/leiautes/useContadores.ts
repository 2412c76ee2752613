import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { corpo, http } from '@/api/cliente'
import { useAgora } from '@/composaveis/useAgora'
import { competenciaDe } from '@/formatos/datas'
import { useSessao } from '@/modulos/plataforma/sessao'

/** Quanto há a fazer no mês, para o menu e o sino. Sem resposta, o menu só fica sem números. */
export function useContadores() {
  const sessao = useSessao()
  const agora = useAgora(60_000)
  const mes = computed(() => competenciaDe(agora.value))
  const { data } = useQuery({
    queryKey: ['painel', 'contadores', mes],
    queryFn: ({ signal }) => corpo(http.GET('/api/v1/processos/contadores', { params: { query: { mes_ano: mes.value } }, signal })),
    enabled: computed(() => sessao.tem('faturas.ver')),
    staleTime: 10_000,
  })
  /** O que espera por uma pessoa: atrasadas e execuções paradas. */
  const atencao = computed(() => (data.value ? data.value.atrasados + data.value.execucoes_atencao : 0))
  return { contadores: data, atencao }
}
