import { expect, it } from 'vitest'
import { runtimeReason } from './runtime-reason.ts'

it.each([
  [
    "Non-zero status code returned while running ConstantOfShape node. Name:'' Status Message: void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory for requested buffer of size 68",
    'In ConstantOfShape: Failed to allocate memory for requested buffer of size 68',
  ],
  ['device lost in /secret/place.cc:12', 'device lost in'],
  ['[ONNXRuntimeError] : 1 : FAIL : tensorprotoutils.cc:1763 GetExtDataFromTensorProto out of bounds', 'out of bounds'],
  ['x'.repeat(300), `${'x'.repeat(239)}…`],
])('keeps the reason and drops what is not for readers: %#', (message, reason) => {
  expect(runtimeReason(new Error(message))).toBe(reason)
})
