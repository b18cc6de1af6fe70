import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'fixtures/**/*.test.ts',
      'models/**/*.test.ts',
      'bench/**/*.test.ts',
      '.config/**/*.test.ts',
    ],
    pool: 'forks',
    // Much of a test waits for processes that it started: a core left free would only idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    onConsoleLog(log, type) {
      if (type === 'stderr' && /warning/i.test(log)) throw new Error(`A test printed a warning: ${log}`)
    },
  },
})
