import { subsampledPhotometrics } from './pixel-format.ts'
import { refuse } from './refuse.ts'
import type { TransferSyntax } from './transfer-syntaxes.ts'

const grey = ['MONOCHROME1', 'MONOCHROME2']
const colour = ['RGB', 'YBR_FULL']
const palette = ['PALETTE COLOR']

/**
 * The photometric interpretations that a transfer syntax can hold (PS3.5 8.2; YBR_PARTIAL_422 is of earlier editions). Palette
 * indices do not survive lossy JPEG, and a transform that loses is none of a lossless syntax.
 */
export function photometricsOf({ coding, lossy }: TransferSyntax): readonly string[] {
  switch (coding) {
    case 'native':
    case 'encapsulated-native':
    case 'deflated-frames':
      return [...grey, ...palette, ...colour, ...subsampledPhotometrics]
    case 'rle':
      return [...grey, ...palette, ...colour]
    case 'jpeg':
      return [...grey, ...(lossy ? [] : palette), ...colour, ...subsampledPhotometrics]
    case 'jpeg-ls':
      return [...grey, ...(lossy ? [] : palette), ...colour]
    case 'jpeg-2000':
    case 'htj2k':
      return [...grey, ...palette, ...colour, 'YBR_RCT', ...(lossy ? ['YBR_ICT'] : [])]
    case 'jpeg-xl':
      return [...grey, ...(lossy ? ['XYB'] : palette), ...colour]
    case 'refused':
      return []
  }
}

/** Refuses an image whose label contradicts its transfer syntax, and so says nothing of what its samples are. */
export function expectPhotometric(syntax: TransferSyntax, photometric: string): void {
  if (photometricsOf(syntax).includes(photometric)) return
  refuse('unsupported-pixels', `Expected a photometric interpretation of ${syntax.name}; came ${photometric}.`)
}
