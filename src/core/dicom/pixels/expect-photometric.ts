import { refuse } from './refuse.ts'
import type { FrameCoding, TransferSyntax } from './transfer-syntaxes.ts'

const grey = ['MONOCHROME1', 'MONOCHROME2']
const plain = [...grey, 'PALETTE COLOR', 'RGB', 'YBR_FULL']
const shared = [...plain, 'YBR_FULL_422', 'YBR_PARTIAL_422']
const wavelets = [...plain, 'YBR_RCT', 'YBR_ICT']

/**
 * The photometric interpretations that each coding can hold (PS3.5 8.2; YBR_PARTIAL_422 is of earlier editions): a file with
 * another contradicts itself, and its label says nothing of what its samples are.
 */
export const photometricsOf: Readonly<Record<FrameCoding, readonly string[]>> = {
  native: shared,
  'encapsulated-native': shared,
  'deflated-frames': shared,
  rle: plain,
  jpeg: shared,
  'jpeg-ls': plain,
  'jpeg-2000': wavelets,
  htj2k: wavelets,
  'jpeg-xl': [...plain, 'XYB'],
  refused: [],
}

/** Refuses a photometric interpretation that the transfer syntax cannot hold, and palette indices in lossy JPEG or JPEG-LS. */
export function expectPhotometric(syntax: TransferSyntax, photometric: string): void {
  const indices = photometric === 'PALETTE COLOR'
  const blurred = indices && syntax.lossy && (syntax.coding === 'jpeg' || syntax.coding === 'jpeg-ls')
  if (photometricsOf[syntax.coding].includes(photometric) && !blurred) return
  refuse('unsupported-pixels', `Expected a photometric interpretation of ${syntax.name}; came ${photometric}.`)
}
