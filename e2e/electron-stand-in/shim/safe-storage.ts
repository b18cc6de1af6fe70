/** No key store: what Electron says on a Linux desktop without one. Nothing is encrypted, and nothing pretends to be. */
export const safeStorage = {
  isEncryptionAvailable: (): boolean => false,
  isAsyncEncryptionAvailable: async (): Promise<boolean> => false,
  getSelectedStorageBackend: (): string => 'basic_text',
  encryptStringAsync: (): Promise<never> => Promise.reject(new Error('Encryption is not available.')),
  decryptStringAsync: (): Promise<never> => Promise.reject(new Error('Encryption is not available.')),
}
