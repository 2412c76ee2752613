import { BarChart, LineChart, PieChart } from 'echarts/charts'
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, registerLocale, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import ptBr from 'echarts/i18n/langPT-br-obj.js'

// Só entra na página por import dinâmico: nada disto pesa na primeira vista.
use([BarChart, LineChart, PieChart, AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])
registerLocale('PT-br', ptBr)

export function criarGrafico(em: HTMLElement): EChartsType {
  return init(em, undefined, { renderer: 'svg', locale: 'PT-br' })
}
export type { EChartsType }
