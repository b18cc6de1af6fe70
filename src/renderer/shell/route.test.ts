import { describe, expect, it } from 'vitest'
import { toRoute } from './route.ts'

describe('a route', () => {
  it('names a screen', () => expect(toRoute('#/models')).toEqual({ screen: 'models' }))
  it('names an open study', () => expect(toRoute('#/study/12')).toEqual({ screen: 'study', studyId: 12 }))
  it('falls back to the worklist', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/study/', '#/study/0', '#/study/1e9', '#/../x']) {
      expect({ hash, route: toRoute(hash) }).toEqual({ hash, route: { screen: 'worklist' } })
    }
  })
})
