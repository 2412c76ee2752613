import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { viteStaticCopy } from 'vite-plugin-static-copy'
import { defineConfig } from 'vitest/config'

const servidor = process.env.REGENTE_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [
    vue(),
    // O que o pdf.js busca enquanto abre um PDF: mapas de letras, fontes de norma e, no lugar do
    // WebAssembly, os decodificadores em JavaScript.
    viteStaticCopy({
      targets: [
        { src: 'node_modules/pdfjs-dist/cmaps/*', dest: 'pdf/cmaps' },
        { src: 'node_modules/pdfjs-dist/standard_fonts/*', dest: 'pdf/standard_fonts' },
        { src: 'node_modules/pdfjs-dist/wasm/{*_nowasm_fallback.js,LICENSE_*}', dest: 'pdf/wasm' },
      ],
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    manifest: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': servidor, '/auth': servidor },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    env: { TZ: 'America/Sao_Paulo' },
    restoreMocks: true,
  },
})
