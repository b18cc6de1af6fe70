import { createRequire } from 'node:module'

/** The product's version, as it stands in every result. */
export const appVersion: string = (createRequire(import.meta.url)('../../package.json') as { version: string }).version
