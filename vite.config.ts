import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import manifest from './package.json' with { type: 'json' }
import { engineBuild } from './src/workshop/engine-build.mjs'

/**
 * Only the page's own files may run or be fetched. Styles are inline too, since React Aria and the
 * resizable panels set some at run time. WebAssembly is for hash-wasm.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Only in the build: the development server's hot reload needs an inline script. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}

export default defineConfig({
  // Relative, so that the built page can be hosted under any path.
  base: './',
  plugins: [react(), contentSecurityPolicy()],
  define: { AERODB_VERSION: JSON.stringify(manifest.version), AERODB_ENGINE: JSON.stringify(engineBuild(manifest.version)) },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    sourcemap: true,
    // A font inlined as a data: address would be refused by the policy above.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// }] } },
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'e2e/bench/test/*.test.ts'],
    setupFiles: ['src/workshop/property-seed.ts'],
  },
})
