import { describe, expect, it } from 'vitest'
import { CRASH_POINTS, type CrashPoint } from '../../platform/crash-point.ts'
import { AeroFailure } from '../../platform/failure.ts'
import { COMMAND_GUARDS } from './command-guards.ts'
import { demand } from './demand.ts'

const GUARDS = COMMAND_GUARDS

/** Each rule, once where it holds, and once where it fails. */
const CASES: Readonly<Record<keyof typeof GUARDS, { readonly holds: () => void; readonly fails: () => void }>> = {
  memberNamed: {
    holds: () => demand(GUARDS.memberNamed, 'n1', ['n1', 'n2']),
    fails: () => demand(GUARDS.memberNamed, 'n9', ['n1', 'n2']),
  },
  requestWellFormed: {
    holds: () => demand(GUARDS.requestWellFormed, 'count', 'a whole number', null),
    fails: () => demand(GUARDS.requestWellFormed, 'count', 'a whole number', '0.5'),
  },
  nodeRuns: {
    holds: () => demand(GUARDS.nodeRuns, 'n1', 'starting', 'restart it first'),
    fails: () => demand(GUARDS.nodeRuns, 'n1', 'dead', 'restart it first'),
  },
  nodeIsDead: {
    holds: () => demand(GUARDS.nodeIsDead, 'n1', 'dead', 'kill it first'),
    fails: () => demand(GUARDS.nodeIsDead, 'n1', 'starting', 'kill it first'),
  },
  recordHeld: {
    holds: () => demand(GUARDS.recordHeld, 'n1', 4, { first: 1, last: 4 }),
    fails: () => demand(GUARDS.recordHeld, 'n1', 5, { first: 1, last: 4 }),
  },
  workloadsStopped: {
    holds: () => demand(GUARDS.workloadsStopped, []),
    fails: () => demand(GUARDS.workloadsStopped, ['n1']),
  },
  clusterStill: {
    holds: () => demand(GUARDS.clusterStill, null, 100),
    fails: () => demand(GUARDS.clusterStill, [], 100),
  },
  crashPointReachable: {
    holds: () => demand(GUARDS.crashPointReachable, 'n1', 'duringShipping', 'primary', 1),
    fails: () => demand(GUARDS.crashPointReachable, 'n1', 'duringShipping', 'primary', 0),
  },
  crashPointArmed: {
    holds: () => demand(GUARDS.crashPointArmed, 'n1', 'afterApply'),
    fails: () => demand(GUARDS.crashPointArmed, 'n1', null),
  },
  explanationKept: {
    holds: () => demand(GUARDS.explanationKept, 'r1', 'kept'),
    fails: () => demand(GUARDS.explanationKept, 'r1', 'notKept'),
  },
  nodeOutlivedRequest: {
    holds: () => demand(GUARDS.nodeOutlivedRequest, 'r1', 'n1', null),
    fails: () => demand(GUARDS.nodeOutlivedRequest, 'r1', 'n1', {}),
  },
  clusterOpened: {
    holds: () => demand(GUARDS.clusterOpened, 'over'),
    fails: () => demand(GUARDS.clusterOpened, 'underWay'),
  },
  operatorWaits: {
    holds: () => demand(GUARDS.operatorWaits, 'n2', 'resume'),
    fails: () => demand(GUARDS.operatorWaits, 'n2', null),
  },
  clusterStands: {
    holds: () => demand(GUARDS.clusterStands, 'n1', ['n1']),
    fails: () => demand(GUARDS.clusterStands, 'n1', ['a']),
  },
}

describe('the rules of commands', () => {
  it.each(Object.entries(CASES))('%s lets a command pass, and refuses one with its code, its rule and evidence', (name, {
    holds,
    fails,
  }) => {
    expect(holds).not.toThrow()
    const guard = Object.entries(GUARDS).find(([each]) => each === name)?.[1]
    const { code, rule } = guard ?? { code: '', rule: '' }
    let thrown: unknown
    try {
      fails()
    } catch (failure) {
      thrown = failure
    }
    expect(thrown).toBeInstanceOf(AeroFailure)
    expect(thrown).toMatchObject({ code, rule, severity: 'REJECT', evidence: {} })
    expect(String(thrown)).toMatch(new RegExp(`^AeroError: ${code}: \\S`))
  })

  const REACHED: Readonly<Record<CrashPoint, readonly ('primary' | 'replica')[]>> = {
    beforeWalDurable: ['primary'],
    afterWalDurable: ['primary'],
    afterAcknowledge: ['primary'],
    duringShipping: ['primary'],
    beforeReplicaAppend: ['replica'],
    afterReplicaAppend: ['replica'],
    afterApply: ['primary', 'replica'],
    duringRecovery: ['primary', 'replica'],
    beforeHaltDurable: ['primary', 'replica'],
    beforeOperationDurable: ['replica'],
    afterOperationDurable: ['replica'],
  }

  it.each(CRASH_POINTS)('CLUSTER-8: %s is reached where the node has such an effect, and nowhere else', (point) => {
    const roles = (['primary', 'replica'] as const).filter((role) => GUARDS.crashPointReachable.holds('n1', point, role, 2))
    expect(roles).toEqual(REACHED[point])
  })
})
