import { expect, it } from 'vitest'
import type { Role } from '../../aerodb/observation.ts'
import type { ClusterEvent } from '../../cluster/event.ts'
import { lastStepOf } from './last-step.ts'

const changed = (node: string, role: Role, event: string): ClusterEvent => ({
  sequence: 1,
  atMillis: 0,
  kind: 'observed',
  node,
  incarnation: 1,
  observation: { kind: 'roleChanged', role, event },
})

it('is the last change of the role of that node, with the role before', () => {
  const events = [
    changed('n3', 'Recovering', 'STARTED'),
    changed('n3', 'ReplicaActive', 'RECOVERED_AS_REPLICA'),
    changed('n3', 'ReplicationHalted', 'HALT_DURABLE'),
    changed('n2', 'ReplicaActive', 'RECOVERED_AS_REPLICA'),
  ]
  expect(lastStepOf(events, 'n3')).toEqual({ event: 'HALT_DURABLE', from: 'ReplicaActive', to: 'ReplicationHalted' })
  expect(lastStepOf(events, 'n2')).toEqual({ event: 'RECOVERED_AS_REPLICA', from: null, to: 'ReplicaActive' })
  expect(lastStepOf(events, 'n1')).toBeNull()
})
