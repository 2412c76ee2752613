import { ref } from 'vue'

const aberta = ref(false)
const atalhosAbertos = ref(false)

/** A paleta de comandos e a lista de atalhos: quem abre não precisa carregá-las antes. */
export function usePaleta() {
  return { aberta, atalhosAbertos }
}
