import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { createLogger } from 'vite'
import { events, requests } from './src/shared/contract.ts'

/** Warnings are failures. */
const customLogger = createLogger('warn')
customLogger.warn = (message) => {
  throw new Error(`The bundler warned: ${message}`)
}

const strict = {
  onLog: (level: string, log: { message: string; code?: string }) => {
    // "use client" of React libraries speaks to servers; here is none.
    const isDirective = log.code === 'MODULE_LEVEL_DIRECTIVE' && log.message.includes('"use client"')
    if (level === 'warn' && !isDirective) throw new Error(`The bundler warned: ${log.message}`)
  },
}

export default defineConfig({
  main: {
    customLogger,
    build: {
      emptyOutDir: true,
      rolldownOptions: {
        ...strict,
        input: { index: 'src/main/index.ts', engine: 'src/engine/main.ts', cli: 'src/cli/main.ts' },
        // Flat: code that looks for a neighbour of its own file finds it from a chunk as well.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  },
  preload: {
    customLogger,
    define: {
      // The wall's names without its schemas: the preload stays a letterbox of a few lines.
      __CHANNELS__: JSON.stringify(Object.keys(requests)),
      __EVENTS__: JSON.stringify(Object.keys(events)),
    },
    build: {
      emptyOutDir: true,
      // A sandboxed preload is one CommonJS file that can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        ...strict,
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    customLogger,
    root: 'src/renderer',
    plugins: [react()],
    // Stands in index.html where the start's nonce goes; main puts it in as it serves the page.
    html: { cspNonce: 'style-nonce-of-this-start' },
    build: {
      emptyOutDir: true,
      minify: true,
      // Data URLs are refused by the policy: every asset is a file.
      assetsInlineLimit: 0,
      // The window loads from disk: one large file costs less than many small ones.
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: { ...strict, input: 'src/renderer/index.html' },
    },
  },
})
