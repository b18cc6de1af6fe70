import { safeStorage } from 'electron'

/**
 * The operating system's key store as the window shows it. `none` and `basic_text` keep nothing secret, and nothing is
 * stored in them as if they did.
 */
export async function secretStore(): Promise<string> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'none'
  if (process.platform === 'darwin') return 'keychain'
  if (process.platform === 'win32') return 'dpapi'
  return safeStorage.getSelectedStorageBackend()
}
