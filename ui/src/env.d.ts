/// <reference types="vite/client" />

// Só para quem lê os tipos sem o vue-tsc (o ESLint); ele resolve o arquivo de verdade.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const componente: DefineComponent<object, object, unknown>
  export default componente
}
