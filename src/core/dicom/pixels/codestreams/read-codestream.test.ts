import { describe, expect, it } from 'vitest'
import { encapsulate, madeImage } from '#fixtures/made-image.ts'
import { readPixelFormat } from '#core/dicom/pixels/pixel-format.ts'
import { readCodestream } from './read-codestream.ts'

type Made = {
  readonly process?: number
  readonly bits?: number
  readonly factors?: readonly number[]
  readonly app?: readonly number[]
}

const adobe = (transform: number) => [0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]
const jfif = [0xff, 0xe0, 0, 7, ...Buffer.from('JFIF'), 0]

/** A JPEG of 4 × 6 pixels with no more than its headers. */
function jpeg({ process = 0xc0, bits = 8, factors = [0x22, 0x11, 0x11], app = [] }: Made): Uint8Array {
  const components = factors.flatMap((factor, index) => [index + 1, factor, 0])
  const frame = [0xff, process, 0, 8 + components.length, bits, 0, 4, 0, 6, factors.length, ...components]
  return Uint8Array.of(0xff, 0xd8, ...app, ...frame, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9)
}

function colourOf(made: Made, photometricInterpretation: string): string {
  const header = { samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, photometricInterpretation }
  const image = madeImage({ transferSyntaxUid: '1.2.840.10008.1.2.4.50', header, value: encapsulate([]) })
  const format = readPixelFormat(image.header.image, { element: 'integer' })
  return readCodestream('jpeg', jpeg(made), format).photometricInterpretation
}

describe('the colour space of a JPEG', () => {
  it('is the one that its markers name, before the label of the header', () => {
    expect(colourOf({ app: adobe(0) }, 'YBR_FULL_422')).toBe('RGB')
    expect(colourOf({ app: adobe(1) }, 'RGB')).toBe('YBR_FULL')
    expect(colourOf({ app: jfif }, 'RGB')).toBe('YBR_FULL')
  })

  it('is never RGB where chroma is subsampled', () => {
    expect(colourOf({}, 'RGB')).toBe('YBR_FULL')
    expect(colourOf({ factors: [0x11, 0x11, 0x11] }, 'RGB')).toBe('RGB')
    expect(colourOf({}, 'YBR_FULL_422')).toBe('YBR_FULL_422')
  })
})

describe('the depth of a lossy JPEG', () => {
  it.each([
    [0xc0, 12],
    [0xc1, 16],
    [0xc2, 10],
  ])('of process %i is not %i bits', (process, bits) => {
    expect(() => colourOf({ process, bits }, 'RGB')).toThrow(/Expected lossy JPEG of 8/)
  })

  it('is 8 or 12 bits, and any of lossless JPEG', () => {
    for (const made of [{ process: 0xc1, bits: 12 }, { process: 0xc3, bits: 16 }, {}]) {
      expect(colourOf(made, 'YBR_FULL')).toBe('YBR_FULL')
    }
  })
})
