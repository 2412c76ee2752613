import { useMutation, useQueries, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, type Ref } from 'vue'
import { corpo, http } from '@/api/cliente'
import { mensagemDe } from '@/api/erro'
import { somarMeses } from '@/formatos/datas'

export type EstadoMes = 'espera' | 'criando' | 'feito' | 'falhou'
export interface MesCriado {
  mes: string
  estado: EstadoMes
  criados: number
  mensagem: string | null
}

/** Quantos meses se preenchem de uma vez. */
export const MAXIMO_DE_MESES = 24

/** De um mês a outro, inclusive, em qualquer ordem; no máximo dois anos. */
export function mesesEntre(de: string, ate: string): string[] {
  const [primeiro, ultimo] = de <= ate ? [de, ate] : [ate, de]
  const meses: string[] = []
  for (let m = primeiro; m <= ultimo && meses.length < MAXIMO_DE_MESES; m = somarMeses(m, 1)) meses.push(m)
  return meses
}

/** O que cada mês criaria, e a criação mês a mês, que para no primeiro que falhar e pode seguir dele. */
export function usePreencherMeses(meses: Ref<string[]>, ativo: Ref<boolean>) {
  const consultas = useQueryClient()
  const previas = useQueries({
    queries: computed(() =>
      meses.value.map((mes) => ({
        queryKey: ['processos', 'matriz', 'falta', mes],
        queryFn: async () => (await corpo(http.GET('/api/v1/processos/matriz', { params: { query: { mes_ano: mes, limite: 1 } } }))).totais,
        enabled: ativo.value,
      })),
    ),
  })
  const previstos = computed(() =>
    meses.value.map((mes, n) => ({ mes, sem: previas.value[n]?.data?.sem_processo, existentes: previas.value[n]?.data && previas.value[n].data.esperadas - previas.value[n].data.sem_processo, erro: previas.value[n]?.error ?? null })),
  )

  const andamento = ref<MesCriado[]>([])
  const parar = ref(false)
  const criar = useMutation({
    mutationFn: async (lista: string[]) => {
      parar.value = false
      andamento.value = lista.map((mes) => ({ mes, estado: 'espera', criados: 0, mensagem: null }))
      for (const passo of andamento.value) {
        if (parar.value) break
        passo.estado = 'criando'
        try {
          passo.criados = (await corpo(http.POST('/api/v1/processos/do-mes', { body: { mes_ano: passo.mes } }))).criados
          passo.estado = 'feito'
        } catch (falha) {
          passo.estado = 'falhou'
          passo.mensagem = mensagemDe(falha)
          break
        }
      }
      return andamento.value
    },
    onSettled: async () => {
      await consultas.invalidateQueries({ queryKey: ['processos'] })
      await consultas.invalidateQueries({ queryKey: ['painel'] })
    },
  })
  return { previstos, andamento, criar, parar: () => { parar.value = true } }
}
