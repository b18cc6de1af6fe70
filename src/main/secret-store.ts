import { safeStorage } from 'electron'
import { nameSecretStore } from './secret-backend.ts'

/** The operating system's key store as the window shows it. Nothing is kept in it: the command line shares the keys. */
export const secretStore = (): Promise<string> => nameSecretStore(safeStorage, process.platform)
