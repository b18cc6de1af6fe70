/** How the frames of a transfer syntax are coded; `refused` ones are known by name only. */
export type FrameCoding =
  | 'native'
  | 'encapsulated-native'
  | 'deflated-frames'
  | 'rle'
  | 'jpeg'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'htj2k'
  | 'jpeg-xl'
  | 'refused'

export type TransferSyntax = { readonly name: string; readonly coding: FrameCoding; readonly lossy: boolean }

const root = '1.2.840.10008.1.2'

/** The transfer syntaxes of PS3.6 A that can hold pixels, retired ones included. */
export const transferSyntaxes: Readonly<Record<string, TransferSyntax>> = {
  [root]: lossless('Implicit VR Little Endian', 'native'),
  [`${root}.1`]: lossless('Explicit VR Little Endian', 'native'),
  [`${root}.1.98`]: lossless('Encapsulated Uncompressed Explicit VR Little Endian', 'encapsulated-native'),
  [`${root}.1.99`]: lossless('Deflated Explicit VR Little Endian', 'native'),
  [`${root}.2`]: lossless('Explicit VR Big Endian', 'native'),
  [`${root}.8.1`]: lossless('Deflated Image Frame Compression', 'deflated-frames'),
  [`${root}.5`]: lossless('RLE Lossless', 'rle'),
  [`${root}.4.50`]: lossy('JPEG Baseline (Process 1)', 'jpeg'),
  [`${root}.4.51`]: lossy('JPEG Extended (Process 2 and 4)', 'jpeg'),
  [`${root}.4.52`]: lossy('JPEG Extended (Process 3 and 5)', 'refused'),
  [`${root}.4.53`]: lossy('JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)', 'jpeg'),
  [`${root}.4.54`]: lossy('JPEG Spectral Selection, Non-Hierarchical (Process 7 and 9)', 'refused'),
  [`${root}.4.55`]: lossy('JPEG Full Progression, Non-Hierarchical (Process 10 and 12)', 'jpeg'),
  [`${root}.4.56`]: lossy('JPEG Full Progression, Non-Hierarchical (Process 11 and 13)', 'refused'),
  [`${root}.4.57`]: lossless('JPEG Lossless, Non-Hierarchical (Process 14)', 'jpeg'),
  [`${root}.4.58`]: lossless('JPEG Lossless, Non-Hierarchical (Process 15)', 'refused'),
  [`${root}.4.59`]: lossy('JPEG Extended, Hierarchical (Process 16 and 18)', 'refused'),
  [`${root}.4.60`]: lossy('JPEG Extended, Hierarchical (Process 17 and 19)', 'refused'),
  [`${root}.4.61`]: lossy('JPEG Spectral Selection, Hierarchical (Process 20 and 22)', 'refused'),
  [`${root}.4.62`]: lossy('JPEG Spectral Selection, Hierarchical (Process 21 and 23)', 'refused'),
  [`${root}.4.63`]: lossy('JPEG Full Progression, Hierarchical (Process 24 and 26)', 'refused'),
  [`${root}.4.64`]: lossy('JPEG Full Progression, Hierarchical (Process 25 and 27)', 'refused'),
  [`${root}.4.65`]: lossless('JPEG Lossless, Hierarchical (Process 28)', 'refused'),
  [`${root}.4.66`]: lossless('JPEG Lossless, Hierarchical (Process 29)', 'refused'),
  [`${root}.4.70`]: lossless(
    'JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])',
    'jpeg',
  ),
  [`${root}.4.80`]: lossless('JPEG-LS Lossless Image Compression', 'jpeg-ls'),
  [`${root}.4.81`]: lossy('JPEG-LS Lossy (Near-Lossless) Image Compression', 'jpeg-ls'),
  [`${root}.4.90`]: lossless('JPEG 2000 Image Compression (Lossless Only)', 'jpeg-2000'),
  [`${root}.4.91`]: lossy('JPEG 2000 Image Compression', 'jpeg-2000'),
  [`${root}.4.92`]: lossless('JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)', 'refused'),
  [`${root}.4.93`]: lossy('JPEG 2000 Part 2 Multi-component Image Compression', 'refused'),
  [`${root}.4.94`]: lossy('JPIP Referenced', 'refused'),
  [`${root}.4.95`]: lossy('JPIP Referenced Deflate', 'refused'),
  [`${root}.4.100`]: lossy('MPEG2 Main Profile / Main Level', 'refused'),
  [`${root}.4.100.1`]: lossy('Fragmentable MPEG2 Main Profile / Main Level', 'refused'),
  [`${root}.4.101`]: lossy('MPEG2 Main Profile / High Level', 'refused'),
  [`${root}.4.101.1`]: lossy('Fragmentable MPEG2 Main Profile / High Level', 'refused'),
  [`${root}.4.102`]: lossy('MPEG-4 AVC/H.264 High Profile / Level 4.1', 'refused'),
  [`${root}.4.102.1`]: lossy('Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1', 'refused'),
  [`${root}.4.103`]: lossy('MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1', 'refused'),
  [`${root}.4.103.1`]: lossy('Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1', 'refused'),
  [`${root}.4.104`]: lossy('MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video', 'refused'),
  [`${root}.4.104.1`]: lossy('Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video', 'refused'),
  [`${root}.4.105`]: lossy('MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video', 'refused'),
  [`${root}.4.105.1`]: lossy('Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video', 'refused'),
  [`${root}.4.106`]: lossy('MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2', 'refused'),
  [`${root}.4.106.1`]: lossy('Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2', 'refused'),
  [`${root}.4.107`]: lossy('HEVC/H.265 Main Profile / Level 5.1', 'refused'),
  [`${root}.4.108`]: lossy('HEVC/H.265 Main 10 Profile / Level 5.1', 'refused'),
  [`${root}.4.110`]: lossless('JPEG XL Lossless', 'jpeg-xl'),
  [`${root}.4.111`]: lossy('JPEG XL JPEG Recompression', 'refused'),
  [`${root}.4.112`]: lossy('JPEG XL', 'jpeg-xl'),
  [`${root}.4.201`]: lossless('High-Throughput JPEG 2000 Image Compression (Lossless Only)', 'htj2k'),
  [`${root}.4.202`]: lossless('High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)', 'htj2k'),
  [`${root}.4.203`]: lossy('High-Throughput JPEG 2000 Image Compression', 'htj2k'),
  [`${root}.4.204`]: lossy('JPIP HTJ2K Referenced', 'refused'),
  [`${root}.4.205`]: lossy('JPIP HTJ2K Referenced Deflate', 'refused'),
  [`${root}.7.1`]: lossless('SMPTE ST 2110-20 Uncompressed Progressive Active Video', 'refused'),
  [`${root}.7.2`]: lossless('SMPTE ST 2110-20 Uncompressed Interlaced Active Video', 'refused'),
  '1.2.840.113619.5.2': lossless('GE Private Implicit VR with Big Endian Pixels', 'refused'),
}

function lossless(name: string, coding: FrameCoding): TransferSyntax {
  return { name, coding, lossy: false }
}

function lossy(name: string, coding: FrameCoding): TransferSyntax {
  return { name, coding, lossy: true }
}

/** What the standard calls a transfer syntax; the text itself where it is none, such as the name of a picture's format. */
export const transferSyntaxName = (uid: string): string => transferSyntaxes[uid]?.name ?? uid
