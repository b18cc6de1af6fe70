import { expect, it } from 'vitest'
import { probabilityAt } from './probability-at.ts'

it('a probability lies on the curve, between its points and level beyond them', () => {
  const curve = [
    { score: 0.2, probability: 0.1 },
    { score: 0.4, probability: 0.5 },
    { score: 0.4, probability: 0.7 },
    { score: 0.8, probability: 0.9 },
  ]
  const told = [0, 0.2, 0.3, 0.6, 0.8, 1].map((score) => probabilityAt(curve, score)?.toFixed(6))
  expect(told).toEqual(['0.100000', '0.100000', '0.300000', '0.800000', '0.900000', '0.900000'])
  expect(probabilityAt([], 0.5)).toBeUndefined()
})
