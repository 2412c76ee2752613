/// <reference types="vite/client" />

// Só para quem lê os tipos sem o vue-tsc (o ESLint); ele resolve o arquivo de verdade.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const componente: DefineComponent<object, object, unknown>
  export default componente
}

// O ECharts publica os idiomas sem tipos.
declare module 'echarts/i18n/langPT-br-obj.js' {
  import type { registerLocale } from 'echarts/core'
  const idioma: Parameters<typeof registerLocale>[1]
  export default idioma
}

declare module '@manuais/*.md' {
  import type { DefineComponent } from 'vue'
  const manual: DefineComponent<object, object, unknown>
  export default manual
}
