/** What is asked of Electron's `safeStorage`. */
export type SecretStorage = {
  isAsyncEncryptionAvailable(): Promise<boolean>
  getSelectedStorageBackend(): string
}

/**
 * The operating system's key store by name, as the window shows it: `none` where there is none, `basic_text` where Linux
 * only has a password that stands in the program. Neither keeps anything secret.
 */
export async function nameSecretStore(storage: SecretStorage, platform: NodeJS.Platform): Promise<string> {
  if (!(await storage.isAsyncEncryptionAvailable())) return 'none'
  if (platform === 'darwin') return 'keychain'
  if (platform === 'win32') return 'dpapi'
  return storage.getSelectedStorageBackend()
}
