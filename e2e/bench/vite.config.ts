import { defineConfig } from 'vite'

/** The benchmark's own page. It is served as it was built, as the product is. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  define: { AERODB_VERSION: JSON.stringify('benchmark'), AERODB_ENGINE: JSON.stringify('benchmark') },
  worker: { format: 'es' },
  build: { target: 'es2023', outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 16_384 },
})
