import './tema/estilos'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { definirAoPerderSessao } from './api/cliente'
import { ErroApi } from './api/erro'
import { ligarAoVivo } from './composaveis/useConexao'
import { useTema } from './composaveis/useTema'
import { vigiarVersao } from './composaveis/useVersao'
import { useSessao } from './modulos/plataforma/sessao'
import { criarRotas } from './rotas'

const consultas = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 2_000,
      // O canal ao vivo diz o que mudou, inclusive ao voltar à aba.
      refetchOnWindowFocus: false,
      retry: (vezes, erro) => vezes < 1 && erro instanceof ErroApi && erro.podeRepetir,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

const app = createApp(App).use(createPinia())
useTema()

definirAoPerderSessao(() => useSessao().expirar())
ligarAoVivo(consultas)

const rotas = criarRotas()
vigiarVersao(rotas)

app.use(rotas).use(VueQueryPlugin, { queryClient: consultas }).mount('#app')
