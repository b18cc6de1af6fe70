import { readFileSync } from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { decodeFrame, readDicom } from '#core/dicom/index.ts'

/** What one process of the limit is given: its share of the files, and the graphs that each image goes through. */
export type LimitShare = {
  readonly files: readonly string[]
  readonly graphs: readonly { readonly path: string; readonly input: string; readonly shape: readonly number[] }[]
}

/** Images that go through a graph together, as in the product. */
const batch = 8

// Decoding and inference and nothing else: bytes and tensors are there before the clock starts.
const share = JSON.parse(process.argv[2] ?? '') as LimitShare
const sources = share.files.map((file) => readFileSync(file))
const graphs = await Promise.all(share.graphs.map(open))
await decode(sources[0])
for (const graph of graphs) await graph.run(1)
process.send?.('ready')
await new Promise((resolve) => process.once('message', resolve))
const started = performance.now()
const before = process.cpuUsage()
for (let at = 0; at < sources.length; at += batch) {
  const some = sources.slice(at, at + batch)
  for (const bytes of some) await decode(bytes)
  for (const graph of graphs) await graph.run(some.length)
}
const { user, system } = process.cpuUsage(before)
process.send?.({ wall: (performance.now() - started) / 1_000, cpu: (user + system) / 1e6 })
process.disconnect()

async function open({ path, input, shape }: LimitShare['graphs'][number]) {
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1, executionProviders: ['cpu'] })
  const size = shape.reduce((product, length) => product * length, 1)
  const data = Float32Array.from({ length: size * batch }, (_, i) => (i % 251) / 251)
  return {
    run: (images: number) =>
      session.run({ [input]: new Tensor('float32', data.subarray(0, size * images), [images, ...shape]) }),
  }
}

async function decode(bytes: Buffer | undefined): Promise<void> {
  if (!bytes) throw new Error('no file')
  const image = readDicom({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) })
  if (image.kind !== 'image') throw new Error('an image was expected')
  await decodeFrame(image, 1)
}
