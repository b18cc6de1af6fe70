// node models/training/time_graphs.mjs: milliseconds an image of each shipped graph on one thread (median of 40 after 5).
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ort from 'onnxruntime-node'

const models = join(dirname(fileURLToPath(import.meta.url)), '..')
for (const [id, side] of [
  ['cxr-opacity', 192],
  ['cxr-structures', 192],
  ['cxr-suitability', 96],
]) {
  const session = await ort.InferenceSession.create(join(models, id, 'model.onnx'), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  })
  const image = new ort.Tensor('float32', new Float32Array(side * side).fill(0.1), [1, 1, side, side])
  const taken = []
  for (let i = 0; i < 45; i++) {
    const start = performance.now()
    await session.run({ image })
    if (i >= 5) taken.push(performance.now() - start)
  }
  taken.sort((a, b) => a - b)
  console.log(`${id}: median ${taken[20].toFixed(1)} ms, fastest ${taken[0].toFixed(1)} ms`)
}
