import { expect, it } from 'vitest'
import { shapeOf } from './shape.ts'

it.each([
  [['n1', 'n2', 'n3'], 'n1', 'one Primary, two Replicas'],
  [['n1', 'n2'], 'n2', 'one Primary, one Replica'],
  [['n1', 'n2', 'n3'], ['n1', 'n2'], 'two Primaries, one Replica'],
  [['n1', 'n2'], [], 'no Primary, two Replicas'],
] as const)('%j with Primary %j is "%s"', (nodes, primary, shape) => {
  expect(shapeOf({ configuration: { nodes, primary } })).toBe(shape)
})
