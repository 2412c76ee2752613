import './tema/estilos'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { definirAoPerderSessao } from './api/cliente'
import { ErroApi } from './api/erro'
import { useTema } from './composaveis/useTema'
import { useSessao } from './modulos/plataforma/sessao'
import { criarRotas } from './rotas'

const consultas = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 2_000,
      retry: (vezes, erro) => vezes < 1 && erro instanceof ErroApi && erro.podeRepetir,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

const app = createApp(App).use(createPinia())
useTema()

const rotas = criarRotas()
definirAoPerderSessao(() => {
  const atual = rotas.currentRoute.value
  useSessao().esquecer()
  if (atual.name === 'entrar') return
  consultas.clear()
  void rotas.push({ name: 'entrar', query: { voltar: atual.fullPath } })
})

app.use(rotas).use(VueQueryPlugin, { queryClient: consultas }).mount('#app')
