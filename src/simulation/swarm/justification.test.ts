// Which faults explain that a rule has stopped a node: for each rule those that do, and none of all others.
import { describe, expect, test } from 'vitest'
import { type NodeName, nodeName } from '../../aerodb/ids.ts'
import type { Choice } from '../choice.ts'
import { type FaultDone, FaultLedger } from './fault-ledger.ts'
import { isJustified, type JustifiableRule } from './justification.ts'

const STOPPED = nodeName('n2')
const OTHER = nodeName('n1')
const PEER = nodeName('n3')

/** What is done to a node, or to a frame on its way to it. */
const DONE: { readonly [Fault in FaultDone]: (node: NodeName) => Choice } = {
  lost: (to) => ({ kind: 'drop', from: PEER, to, index: 0 }),
  changed: (to) => ({ kind: 'deliverChanged', change: 'flipBit', from: PEER, to, index: 0, position: 0 }),
  spoiled: (to) => ({ kind: 'deliverChanged', change: 'spoilRecords', from: PEER, to, index: 0, position: 0 }),
  otherProtocol: (to) => ({ kind: 'deliverChanged', change: 'otherProtocol', from: PEER, to, index: 0, position: 0 }),
  doubled: (to) => ({ kind: 'duplicate', from: PEER, to, index: 0 }),
  aborted: (node) => ({ kind: 'abort', node, cause: 'QuotaExceededError' }),
  diskLost: (node) => ({ kind: 'loseBatch', node }),
  bitFlipped: (node) => ({ kind: 'damage', node, fault: { kind: 'flipBatchBit', batch: 0, bit: 0 } }),
  manifestFlipped: (node) => ({ kind: 'damage', node, fault: { kind: 'flipManifestBit', bit: 0 } }),
  otherFormat: (node) => ({ kind: 'damage', node, fault: { kind: 'otherFormat' } }),
  wiped: (node) => ({ kind: 'damage', node, fault: { kind: 'wipe' } }),
  recreated: (node) => ({ kind: 'damage', node, fault: { kind: 'recreate', clusterId: 'another' } }),
  misconfigured: (node) => ({ kind: 'configure', node, configuration: {} }),
}

const FAULTS = Object.keys(DONE).filter((name): name is FaultDone => name in DONE)

/** What explains it when it was done to the stopped node, and what does even when it was done to another. */
interface Explained {
  readonly byOwn: readonly FaultDone[]
  readonly byAny: readonly FaultDone[]
}

const EXPLAINED: { readonly [Rule in JustifiableRule]: Explained } = {
  'LOG-1': { byOwn: ['changed'], byAny: [] },
  'LOG-4': { byOwn: [], byAny: ['diskLost', 'spoiled'] },
  'LOG-5': { byOwn: ['lost'], byAny: [] },
  'LOG-6': { byOwn: [], byAny: ['diskLost', 'spoiled'] },
  'LOG-7': { byOwn: ['spoiled'], byAny: [] },
  'LOG-8': { byOwn: ['spoiled'], byAny: [] },
  'LOG-9': { byOwn: ['spoiled'], byAny: ['diskLost'] },
  'LOG-10': { byOwn: ['spoiled'], byAny: [] },
  'LOG-13': { byOwn: [], byAny: ['diskLost', 'spoiled'] },
  'LOG-15': { byOwn: [], byAny: ['diskLost', 'spoiled'] },
  'LOG-16': { byOwn: [], byAny: ['spoiled'] },
  'MODEL-1': { byOwn: [], byAny: ['misconfigured'] },
  'MODEL-2': { byOwn: [], byAny: ['misconfigured'] },
  'MODEL-3': { byOwn: [], byAny: ['misconfigured'] },
  'MODEL-5': { byOwn: [], byAny: ['misconfigured'] },
  'MODEL-6': { byOwn: [], byAny: ['misconfigured', 'recreated', 'diskLost'] },
  'MODEL-9': { byOwn: [], byAny: ['misconfigured'] },
  'MODEL-10': { byOwn: [], byAny: ['misconfigured', 'recreated'] },
  'MODEL-12': { byOwn: ['otherProtocol'], byAny: [] },
  'RECOVERY-1': { byOwn: ['wiped', 'diskLost'], byAny: [] },
  'RECOVERY-2': { byOwn: ['manifestFlipped'], byAny: [] },
  'RECOVERY-3': { byOwn: ['otherFormat'], byAny: [] },
  'RECOVERY-4': { byOwn: ['recreated', 'misconfigured'], byAny: [] },
  'RECOVERY-5': { byOwn: ['bitFlipped', 'diskLost'], byAny: [] },
  'RECOVERY-6': { byOwn: ['diskLost'], byAny: [] },
  'WAL-10': { byOwn: ['aborted'], byAny: [] },
}

/** The faults that, alone and done to `node`, explain that the rule has stopped STOPPED. */
function explaining(rule: string, node: NodeName): readonly FaultDone[] {
  return FAULTS.filter((fault) => {
    const ledger = new FaultLedger()
    ledger.note(DONE[fault](node))
    return isJustified(rule, STOPPED, ledger)
  }).toSorted()
}

describe.each(Object.entries(EXPLAINED))('a node that %s has stopped', (rule, { byOwn, byAny }) => {
  test('is explained by these faults of its own, and by no other', () => {
    expect(explaining(rule, STOPPED)).toEqual([...byOwn, ...byAny].toSorted())
  })

  test('is explained by these faults of another node, and by no other', () => {
    expect(explaining(rule, OTHER)).toEqual(byAny.toSorted())
  })

  test('is not explained where nothing was done', () => {
    expect(isJustified(rule, STOPPED, new FaultLedger())).toBe(false)
  })
})

test('a rule that no fault explains never stops a node for a reason', () => {
  expect([...explaining('WAL-8', STOPPED), ...explaining('LOG-12', STOPPED), ...explaining('no rule', STOPPED)]).toEqual([])
})
