import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openCrosswalk, sealCrosswalk } from './crosswalk.ts'
import { projectKey } from './project-key.ts'
import { createPseudonyms, shiftDate } from './pseudonyms.ts'

const folder = mkdtempSync(join(tmpdir(), 'firstlook-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the key', () => {
  it('is one for all who ask at once, private, and stays', async () => {
    const keys = join(folder, 'keys')
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => projectKey(keys)))
    for (const key of others) expect(key).toEqual(first)
    expect(await projectKey(keys)).toEqual(first)
    expect(statSync(join(keys, 'pseudonyms.key')).mode & 0o777).toBe(0o600)
  })

  it('is refused when it is none', async () => {
    writeFileSync(join(folder, 'pseudonyms.key'), 'short')
    await expect(projectKey(folder)).rejects.toMatchObject({ kind: 'damaged-store' })
  })
})

describe('pseudonyms', () => {
  const one = createPseudonyms(new Uint8Array(32).fill(1))
  const other = createPseudonyms(new Uint8Array(32).fill(2))

  it('agree under one key and differ under another', () => {
    expect(one.uid('1.2.3')).toBe(createPseudonyms(new Uint8Array(32).fill(1)).uid('1.2.3'))
    expect(one.uid('1.2.3')).not.toBe(other.uid('1.2.3'))
    expect(one.patient('X')).not.toBe(one.accession('X').replace('A', 'P'))
  })

  it('are valid UIDs of at most 64 characters', () => {
    for (let i = 0; i < 500; i++) expect(one.uid(String(i))).toMatch(/^2\.25\.[1-9]\d{1,38}$/)
  })

  it('leave what is empty empty', () => {
    expect([one.uid(''), one.patient(''), one.path('')]).toEqual(['', '', ''])
  })

  it('shift all dates of a patient by the same days', () => {
    const days = one.dateShiftDays('X')
    expect(days).toBeGreaterThan(0)
    const [a, b] = [shiftDate('2024-03-01', days), shiftDate('2024-02-01', days)]
    expect(Date.parse(a) - Date.parse(b)).toBe(29 * 86_400_000)
    expect(shiftDate('unknown', 3)).toBe('')
  })
})

describe('a crosswalk', () => {
  const sealed = sealCrosswalk('pseudonym,patient_id\r\nP-1,SYN-1\r\n', 'correct horse')

  it('opens with its passphrase only, and only unchanged', () => {
    expect(openCrosswalk(sealed, 'correct horse')).toContain('SYN-1')
    expect(Buffer.from(sealed).includes('SYN-1')).toBe(false)
    expect(() => openCrosswalk(sealed, 'wrong')).toThrow(/passphrase/)
    const changed = Uint8Array.from(sealed)
    changed[changed.length - 1]! ^= 1
    expect(() => openCrosswalk(changed, 'correct horse')).toThrow(/passphrase/)
    expect(() => openCrosswalk(new Uint8Array(4), 'x')).toThrow(/crosswalk/)
  })
})
