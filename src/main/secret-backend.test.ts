import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nameSecretStore } from './secret-backend.ts'

const backend = (available: boolean, name: string) => ({
  isAsyncEncryptionAvailable: () => Promise.resolve(available),
  getSelectedStorageBackend: () => name,
})

describe('the operating system’s key store (goal P10)', () => {
  it.each([
    ['linux', false, 'gnome_libsecret', 'none'],
    ['linux', true, 'gnome_libsecret', 'gnome_libsecret'],
    ['linux', true, 'kwallet6', 'kwallet6'],
    ['linux', true, 'basic_text', 'basic_text'],
    ['darwin', true, 'unknown', 'keychain'],
    ['darwin', false, 'unknown', 'none'],
    ['win32', true, 'unknown', 'dpapi'],
  ] as const)('on %s, available: %s, backend %s, is called %s', async (platform, available, name, wanted) => {
    expect(await nameSecretStore(backend(available, name), platform)).toBe(wanted)
  })

  it('is given no secret anywhere, and the window says where the key is', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'),
    )
    const callers = sources.filter((name) => /\b(?:en|de)cryptString/.test(readFileSync(join('src', name), 'utf8')))
    expect(callers).toEqual([])
    expect(readFileSync('src/renderer/settings/words.ts', 'utf8')).toContain('a file that only your account can read')
  })
})
