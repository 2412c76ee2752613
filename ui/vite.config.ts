import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import MarkdownIt from 'markdown-it'
import type { Plugin } from 'vite'
import { viteStaticCopy } from 'vite-plugin-static-copy'
import { defineConfig } from 'vitest/config'

const servidor = process.env.REGENTE_URL ?? 'http://127.0.0.1:8080'

/**
 * Faz de um manual em Markdown um componente, ao montar: a tela mostra o mesmo texto de `docs/`
 * sem levar um leitor de Markdown. Ligações a outros arquivos do repositório ficam só no texto.
 */
function manual(): Plugin {
  const leitor = new MarkdownIt({ typographer: false })
  return {
    name: 'manual',
    enforce: 'pre',
    transform(texto, id) {
      if (!id.endsWith('.md')) return undefined
      const html = leitor.render(texto).replace(/<a href="(?!https?:)[^"]*">(.*?)<\/a>/g, '$1')
      return { code: `<template><article class="manual" v-pre>${html}</article></template>`, map: null }
    },
  }
}

export default defineConfig({
  plugins: [
    manual(),
    vue({ include: [/\.vue$/, /\.md$/] }),
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
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      '@manuais': fileURLToPath(new URL('../docs', import.meta.url)),
    },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    manifest: true,
  },
  server: {
    host: '127.0.0.1',
    fs: { allow: ['.', '../docs'] },
    proxy: { '/api': servidor, '/auth': servidor },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    env: { TZ: 'America/Sao_Paulo' },
    restoreMocks: true,
  },
})
