import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { tinyDicom } from '#fixtures/tiny-dicom.ts'
import { writeZip, type ZipEntry, type ZipOptions } from '#fixtures/zip-writer.ts'
import { isTriageError } from '#shared/errors.ts'
import { hashSource } from './stream-source.ts'
import { walkSources } from './walk-sources.ts'

/** What comes of an archive: each entry's outcome when it is walked and, where it is found, read to its end. */
async function takeArchive(bytes: Uint8Array): Promise<Record<string, string>> {
  using folder = scratchFolder({ 'a.zip': bytes })
  const outcomes: Record<string, string> = {}
  for await (const entry of walkSources([folder.at('a.zip')])) {
    const name = entry.displayPath.slice(folder.at('a.zip').length).replace(/^!\//, '')
    if (entry.kind === 'skipped') outcomes[name] = 'skipped'
    else if (entry.kind === 'refused') outcomes[name] = entry.failure.kind
    else {
      outcomes[name] = await hashSource(entry.location).then(
        () => 'taken',
        (error: unknown) => (isTriageError(error) ? error.kind : 'a bug'),
      )
    }
  }
  return outcomes
}

const data = tinyDicom()
const good: ZipEntry = { name: 'good', data }
const wholeAndOne = (entry: ZipEntry, options: ZipOptions = {}) => takeArchive(writeZip([good, entry], options))

describe('an archive (goal F10)', () => {
  it('1: gives its entries, stored or deflated, and skips what is no image', async () => {
    const archive = writeZip([
      good,
      { name: 'd/stored', data, stored: true },
      { name: 'd/' },
      { name: 'a.txt', data: Buffer.from('text') },
    ])
    expect(await takeArchive(archive)).toEqual({ good: 'taken', 'd/stored': 'taken', 'a.txt': 'skipped' })
  })

  it.each([
    ['2: a name that climbs out', '../up', 'path-escape'],
    ['3: an absolute name', '/etc/passwd', 'path-escape'],
    ['4: a name with a drive', 'C:/x', 'path-escape'],
    ['5: a share', '\\\\server\\share\\x', 'path-escape'],
    ['6: backslashes that climb out', 'a\\..\\..\\x', 'path-escape'],
    ['7: a device of Windows', 'd/CON.dcm', 'path-escape'],
  ])('refuses %s and takes the rest', async (_, name, kind) => {
    expect(await wholeAndOne({ name, data })).toEqual({ good: 'taken', [name]: kind })
  })

  it('8: refuses a name with NUL', async () => {
    expect(await wholeAndOne({ name: 'x.dcm\0.txt', data })).toEqual({
      good: 'taken',
      'x.dcm\\u0000.txt': 'path-escape',
    })
  })

  it('9: refuses a symbolic link', async () => {
    const link = { name: 'link', data: Buffer.from('/etc/passwd'), mode: 0o120777 }
    expect(await wholeAndOne(link)).toEqual({ good: 'taken', link: 'path-escape' })
  })

  it('10: refuses an encrypted entry', async () => {
    expect(await wholeAndOne({ name: 'x', data, flags: 1 })).toEqual({ good: 'taken', x: 'encrypted' })
  })

  it('11: takes names that differ in case, and refuses the second of one name', async () => {
    expect(await wholeAndOne({ name: 'GOOD', data })).toEqual({ good: 'taken', GOOD: 'taken' })
    expect(await wholeAndOne({ name: 'good', data })).toEqual({ good: 'taken', 'good#2': 'bad-archive' })
  })

  it('12: refuses sizes that are not so, at the first byte too many', async () => {
    expect(await wholeAndOne({ name: 'x', data, claimedBytes: data.length - 1 })).toEqual({
      good: 'taken',
      x: 'bad-archive',
    })
    expect(await wholeAndOne({ name: 'x', data, claimedBytes: data.length + 1 })).toEqual({
      good: 'taken',
      x: 'bad-archive',
    })
    const stored = { name: 'x', data, stored: true, claimedBytes: data.length + 1 }
    expect(await wholeAndOne(stored)).toEqual({ good: 'taken', x: 'bad-archive' })
  })

  it('13: refuses a wrong checksum', async () => {
    expect(await wholeAndOne({ name: 'x', data, claimedCrc32: 1 })).toEqual({ good: 'taken', x: 'bad-archive' })
  })

  it('14: refuses entries that share their bytes, and a method that it does not know', async () => {
    expect(await wholeAndOne({ name: 'x', data, sharesWith: 0 })).toEqual({ good: 'taken', x: 'bad-archive' })
    expect(await wholeAndOne({ name: 'x', data, method: 12 })).toEqual({ good: 'taken', x: 'bad-archive' })
  })

  it('15: refuses an archive in an archive', async () => {
    expect(await wholeAndOne({ name: 'inner.zip', data: writeZip([good]) })).toEqual({
      good: 'taken',
      'inner.zip': 'limit',
    })
  })

  it('16: refuses what is cut short, damaged, or hides entries', async () => {
    const whole = writeZip([good, { name: 'second', data }])
    expect(await takeArchive(whole.subarray(0, whole.length - 30))).toEqual({ '': 'bad-archive' })
    expect(await takeArchive(writeZip([good, { name: 'hidden', data }], { claimedEntries: 1 }))).toEqual({
      '': 'bad-archive',
    })
    expect(await takeArchive(writeZip([good], { claimedEntries: 2 }))).toEqual({ '': 'bad-archive' })
    const scratched = Buffer.from(whole)
    scratched.fill(0xff, 40, 60)
    expect(await takeArchive(scratched)).toEqual({ good: 'bad-archive', second: 'taken' })
  })
})
