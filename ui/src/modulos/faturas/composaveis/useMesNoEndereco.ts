import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import { useAgora } from '@/composaveis/useAgora'
import { competenciaDe } from '@/formatos/datas'

const COMPETENCIA = /^\d{4}-(0[1-9]|1[0-2])$/

/** O mês que o endereço diz; sem ele, ou com um que não existe, o corrente. */
export function lerMes(consulta: LocationQuery, hoje: Date): string {
  const mes = consulta.mes_ano
  return typeof mes === 'string' && COMPETENCIA.test(mes) ? mes : competenciaDe(hoje)
}

/** O mês da página, no endereço. O corrente não se escreve: o link de hoje serve amanhã. */
export function useMesNoEndereco() {
  const rota = useRoute()
  const roteador = useRouter()
  const agora = useAgora(60_000)
  const corrente = computed(() => competenciaDe(agora.value))
  const mes = computed(() => lerMes(rota.query, agora.value))

  async function mudarMes(novo: string): Promise<void> {
    await roteador.push({ query: { ...rota.query, mes_ano: novo === corrente.value ? undefined : novo } })
  }
  return { mes, corrente, mudarMes }
}
