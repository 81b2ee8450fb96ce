import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { noncePlaceholder } from './electron/core/host/content-policy'
import { liveAliases } from './scripts/live-aliases'

const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      rollupOptions: {
        input: {
          main: at('electron/main.ts'),
          'browser-host': at('electron/browser-host.ts'),
          'vault-process': at('electron/vault-process.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      rollupOptions: {
        input: { preload: at('electron/preload.ts') },
        // A sandboxed preload can't load ES modules.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), liveAliases(at('renderer/sync'))],
    html: { cspNonce: noncePlaceholder },
    build: {
      outDir: at('out/renderer'),
      // A font or image as a data: address would need a hole in the policy.
      assetsInlineLimit: 0,
      // Half as much for each window to read before it shows anything.
      minify: true,
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
})
