import { describe, expect, it } from 'vitest'
import type { Observation } from '../../aerodb/observation.ts'
import type { ClusterEvent } from '../../cluster/event.ts'
import { exampleLink, exampleNode, examplePrimary, exampleView } from '../../cluster/example-view.ts'
import { castOf, type Doings, HINT_STEPS, nextStep } from './hint-steps.ts'

const CAST = { primary: 'n1', first: 'n2', last: 'n3' }
const NOTHING: Doings = { view: exampleView(), events: [], writes: 0 }
const at = { sequence: 1, atMillis: 0 } as const
const observed = (observation: Observation): ClusterEvent => ({
  ...at,
  kind: 'observed',
  node: 'n3',
  incarnation: 1,
  observation,
})
const index = (id: string) => HINT_STEPS.findIndex((step) => step.id === id)

it('speaks of clients only where some write', () => {
  const kill = HINT_STEPS[index('kill')]
  const writing = exampleView({ nodes: [{ ...examplePrimary(), workload: { commitsPerSecond: 3, clients: 1 } }] })
  expect(kill?.says(CAST, exampleView())).not.toContain('clients')
  expect(kill?.says(CAST, writing)).toContain('while clients write')
})

it('gives the parts by the configuration', () => {
  expect(castOf(exampleView())).toEqual(CAST)
  expect(castOf({ nodes: [examplePrimary()] })).toBeNull()
})

describe('nextStep', () => {
  it('begins with a write, and goes on once one was acknowledged', () => {
    expect(nextStep(0, NOTHING, CAST)).toBe(index('write'))
    expect(nextStep(0, { ...NOTHING, writes: 1 }, CAST)).toBe(index('kill'))
  })

  it('goes from the kill of the Primary to its restart, and on once it runs', () => {
    const events: ClusterEvent[] = [{ ...at, kind: 'nodeKilled', node: 'n1', starts: 1 }]
    const dead = exampleView({ nodes: [{ ...examplePrimary(), life: 'dead' }, exampleNode('n2')] })
    expect(nextStep(index('kill'), { ...NOTHING, events, view: dead }, CAST)).toBe(index('restart'))
    expect(nextStep(index('restart'), { ...NOTHING, events }, CAST)).toBe(index('cut'))
    const other: ClusterEvent[] = [{ ...at, kind: 'nodeKilled', node: 'n2', starts: 1 }]
    expect(nextStep(index('kill'), { ...NOTHING, events: other }, CAST)).toBe(index('kill'))
  })

  it('takes a cut by hand in either way', () => {
    for (const differs of [{ partitioned: true }, { condition: { kind: 'cut' } }] as const) {
      const view = exampleView({ links: [exampleLink('n1', 'n2', differs)] })
      expect(nextStep(index('cut'), { ...NOTHING, view }, CAST)).toBe(index('flip'))
    }
  })

  it('goes on to the disk once a halted Replica has resumed', () => {
    const halt = {
      reason: 'WalCorruption',
      rule: 'LOG-1',
      code: 'AERO_FRAME_ENVELOPE_INVALID',
      message: '',
      evidence: {},
    } as const
    const halted = [observed({ kind: 'halted', halt })]
    expect(nextStep(index('flip'), { ...NOTHING, events: halted }, CAST)).toBe(index('resume'))
    const resumed = [...halted, observed({ kind: 'roleChanged', role: 'ReplicaActive', event: 'RESUMED' })]
    expect(nextStep(index('resume'), { ...NOTHING, events: resumed }, CAST)).toBe(index('disk'))
  })

  it('ends once a start was refused', () => {
    const error = { code: 'AERO_RECOVERY_WAL_CORRUPT', severity: 'FATAL', rule: 'RECOVERY-5', message: '' } as const
    const refused = [observed({ kind: 'startRefused', error })]
    expect(nextStep(index('disk'), { ...NOTHING, events: refused }, CAST)).toBe(HINT_STEPS.length)
  })
})
