import { randomUUID } from 'node:crypto'
import type { PageNames } from '#e2e/electron-stand-in/page/page-script.ts'

/** This start's names on the page side. */
export const pageNames: PageNames = {
  binding: `standIn-${randomUUID()}`,
  port: `standIn-${randomUUID()}`,
  file: `standIn-file-${randomUUID()}-`,
}
