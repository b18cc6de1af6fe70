import { writeOnnx } from '#core/model/onnx/write-onnx.ts'

const ramp = Float32Array.from({ length: 16 }, (_, i) => i - 5)
const kernel = Float32Array.of(1, 0, -1, 2, 0, -2, 1, 0, 0.5)

/**
 * A graph of a convolution and a ReLU with its input and its answer, worked out by hand: what a provider must get right
 * before it is trusted with anything else.
 */
export const proofGraph = {
  bytes: writeOnnx({
    graph: {
      nodes: [
        { op: 'Conv', inputs: ['x', 'w'], outputs: ['c'] },
        { op: 'Relu', inputs: ['c'], outputs: ['y'] },
      ],
      inputs: [{ name: 'x', type: 'float32', shape: [1, 1, 4, 4] }],
      outputs: [{ name: 'y', type: 'float32', shape: [1, 1, 2, 2] }],
      initializers: [{ name: 'w', type: 'float32', dims: [1, 1, 3, 3], raw: new Uint8Array(kernel.buffer) }],
    },
  }),
  input: { x: { elementType: 'float32', data: ramp, shape: [1, 1, 4, 4] } },
  /**
   * By hand, for the patch whose corner is v: (v − (v + 2)) + 2 · (v + 4 − (v + 6)) + (v + 8) + 0.5 · (v + 10)
   * = 1.5 · v + 7 at v = −5, −4, −1, 0; the first, −0.5, is cut off by the ReLU.
   */
  answer: Float32Array.of(0, 1, 5.5, 7),
} as const
