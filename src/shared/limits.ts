const MiB = 1024 ** 2
const GiB = 1024 ** 3

/** Every bound on untrusted input, in one place. Each is tested at limit − 1, limit and limit + 1. */
export const limits = {
  dicom: {
    sequenceDepth: 64,
    elements: 500_000,
    items: 100_000,
    inflatedBytes: 512 * MiB,
    /** A data set may inflate by this ratio, or to this size where that is more. */
    inflationRatio: 100,
    inflationFloorBytes: 64 * MiB,
    frameBytes: 256 * MiB,
    pixels: 100_000_000,
    frames: 100_000,
    headerBytes: 64 * MiB,
  },
  raster: { pixels: 100_000_000, bytes: 512 * MiB, jpegScans: 64 },
  zip: { entries: 50_000, entryBytes: 2 * GiB, compressionRatio: 1_000, freeDiskReserveBytes: 2 * GiB, nesting: 0 },
  /** Characters of a passphrase. */
  passphrase: { least: 8, most: 200 },
  archiveName: { bytes: 1_024, componentBytes: 255 },
  intake: { prefixBytes: 2_048, inMemoryEntryBytes: 64 * MiB },
  model: {
    bytes: 2 * GiB,
    sidecarBytes: 4 * MiB,
    nodes: 100_000,
    functionDepth: 64,
    subgraphDepth: 16,
    /** Pixels along a side of the input. */
    inputSide: 4_096,
    /** Images that a graph may want at once; each image is repeated so often. */
    fixedBatch: 64,
    loadMs: 30_000,
    runMs: 30_000,
    crashesBeforeDisabled: 3,
    crashWindowMs: 10 * 60_000,
  },
  worker: {
    decodeMs: 60_000,
    startMs: 60_000,
    memoryBytes: 4 * GiB,
    addressSpaceBytes: 32 * GiB,
    pollMs: 50,
    slowPollMs: 1_000,
    killAfterMs: 1_000,
    killHungAfterMs: 250,
  },
  store: { batchRows: 50, batchMs: 250 },
  labels: { bytes: 64 * MiB },
  ipc: { textLength: 4_096, pageRows: 500 },
} as const
