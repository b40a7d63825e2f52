// Which faults explain that a rule has stopped a node: for each rule those that do, and none of all others; and for how long they do.
import { describe, expect, test } from 'vitest'
import { lsn, type NodeName, nodeName } from '../../aerodb/ids.ts'
import { type Manifest, writeManifest } from '../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../aerodb/wal/limits.ts'
import type { Fact, FactOf } from '../../invariants/fact.ts'
import type { Choice } from '../choice.ts'
import { type FaultDone, FaultLedger } from './fault-ledger.ts'
import { isJustified, type JustifiableRule } from './justification.ts'

const STOPPED = nodeName('n2')
const OTHER = nodeName('n1')
/** It sends nothing to the node that is stopped. */
const STRANGER = nodeName('n3')
const MEANT = { clusterId: 'c', nodes: [OTHER, STOPPED, STRANGER], primaries: [OTHER] }

const configured = (node: NodeName, ...primaries: readonly NodeName[]): Choice => ({
  kind: 'configure',
  node,
  configuration: { primaries },
})
const dropped = (to: NodeName): Choice => ({ kind: 'drop', from: OTHER, to, index: 0 })

/** What is done to a node, or to a frame on its way to it. */
const DONE: { readonly [Fault in FaultDone]: (node: NodeName) => readonly Choice[] } = {
  lost: (to) => [dropped(to)],
  changed: (to) => [{ kind: 'deliverChanged', change: 'flipBit', from: OTHER, to, index: 0, position: 0 }],
  spoiled: (to) => [{ kind: 'deliverChanged', change: 'spoilRecords', from: OTHER, to, index: 0, position: 0 }],
  otherProtocol: (to) => [{ kind: 'deliverChanged', change: 'otherProtocol', from: OTHER, to, index: 0, position: 0 }],
  doubled: (to) => [{ kind: 'duplicate', from: OTHER, to, index: 0 }],
  aborted: (node) => [{ kind: 'abort', node, cause: 'QuotaExceededError' }],
  diskLost: (node) => [{ kind: 'loseBatch', node }],
  bitFlipped: (node) => [{ kind: 'damage', node, fault: { kind: 'flipBatchBit', batch: 0, bit: 0 } }],
  manifestFlipped: (node) => [{ kind: 'damage', node, fault: { kind: 'flipManifestBit', bit: 0 } }],
  otherFormat: (node) => [{ kind: 'damage', node, fault: { kind: 'otherFormat' } }],
  wiped: (node) => [{ kind: 'damage', node, fault: { kind: 'wipe' } }],
  recreated: (node) => [{ kind: 'damage', node, fault: { kind: 'recreate', clusterId: 'another' } }],
  misconfigured: (node) => [configured(node, STRANGER)],
  wasMisconfigured: (node) => [configured(node, STRANGER), configured(node, OTHER)],
}

const FAULTS = Object.keys(DONE).filter((name): name is FaultDone => name in DONE)

/** What explains it when it was done to the stopped node; what, when done to a node that it had heard from; and what, done to any. */
interface Explained {
  readonly byOwn?: readonly FaultDone[]
  readonly between?: readonly FaultDone[]
  readonly byAny?: readonly FaultDone[]
}

const DIVERGENCE: Explained = { between: ['diskLost', 'spoiled'] }
const CONFIGURATION: Explained = { between: ['misconfigured'] }

const EXPLAINED: { readonly [Rule in JustifiableRule]: Explained } = {
  'LOG-1': { byOwn: ['changed'] },
  'LOG-4': DIVERGENCE,
  'LOG-5': { byOwn: ['lost'] },
  'LOG-6': DIVERGENCE,
  'LOG-7': { byOwn: ['spoiled'] },
  'LOG-8': { byOwn: ['spoiled'] },
  'LOG-9': { byOwn: ['spoiled'], between: ['diskLost'] },
  'LOG-10': { byOwn: ['spoiled'] },
  'LOG-13': DIVERGENCE,
  'LOG-15': DIVERGENCE,
  'LOG-16': { between: ['spoiled'] },
  'MODEL-1': { byOwn: ['misconfigured'] },
  'MODEL-2': { byAny: ['misconfigured'] },
  'MODEL-3': CONFIGURATION,
  'MODEL-5': CONFIGURATION,
  'MODEL-6': { between: ['misconfigured', 'wasMisconfigured', 'recreated', 'diskLost'] },
  'MODEL-9': CONFIGURATION,
  'MODEL-10': { byOwn: ['misconfigured', 'wasMisconfigured'] },
  'MODEL-12': { byOwn: ['otherProtocol'] },
  'RECOVERY-1': { byOwn: ['wiped', 'diskLost'] },
  'RECOVERY-2': { byOwn: ['manifestFlipped'] },
  'RECOVERY-3': { byOwn: ['otherFormat'] },
  'RECOVERY-4': { byOwn: ['recreated', 'misconfigured'] },
  'RECOVERY-5': { byOwn: ['bitFlipped', 'diskLost'] },
  'RECOVERY-6': { byOwn: ['diskLost'] },
  'WAL-10': { byOwn: ['aborted'] },
}

const NOTHING_DONE: Choice = { kind: 'land', node: STOPPED }

/** Choices and, of others that do nothing, the facts. */
function ledgerOf(...events: readonly (Choice | Fact)[]): FaultLedger {
  const ledger = new FaultLedger(MEANT)
  for (const event of events) {
    if (isFact(event)) {
      ledger.take(event)
      ledger.note(NOTHING_DONE)
    } else ledger.note(event)
  }
  return ledger
}

const FACTS: ReadonlySet<string> = new Set<Fact['kind']>(['nodeStarted', 'delivered', 'landed', 'observed'])

function isFact(event: Choice | Fact): event is Fact {
  return FACTS.has(event.kind) || 'peer' in event
}

const started = (node: NodeName): Fact => {
  const configuration = { ...MEANT, node, sync: 'each', revision: 0 } as const
  return { kind: 'nodeStarted', node, configuration, authority: 'notRequested' }
}

const frame = { kind: 'hello', incarnation: 1, number: 1, records: null, reportsLsn: null } as const
const heard: Fact = { kind: 'delivered', node: STOPPED, peer: OTHER, frame, form: 'whole', bytes: null }
const linked: Fact = { kind: 'linkUp', node: STOPPED, peer: OTHER }

const MANIFEST: Manifest = { clusterId: 'c', node: STOPPED, role: 'replica', historyId: 'h', incarnation: 1, halt: null }

function landed(
  purpose: FactOf<'landed'>['purpose'],
  rule: string | null,
  discardLog: 'all' | 'keep' = 'keep',
  node = STOPPED,
): Fact {
  const halt =
    rule === null
      ? null
      : ({ reason: 'WalCorruption', rule, code: 'AERO_X', message: '', evidence: {}, configurationRevision: 0 } as const)
  const putManifest = writeManifest({ ...MANIFEST, halt }, FORMAT_VERSION)
  return { kind: 'landed', node, purpose, batch: { discardLog, putManifest, putBatch: null } }
}

const emptied = (node: NodeName): Fact => landed('discard', null, 'all', node)
const refusedStart = (rule: string): Fact => ({
  kind: 'observed',
  node: STOPPED,
  observation: { kind: 'startRefused', error: { code: 'AERO_X', severity: 'FATAL', rule, message: '' } },
})
const decides = (rule: string): Fact => ({
  kind: 'observed',
  node: STOPPED,
  observation: { kind: 'frameRefused', peer: OTHER, rule, code: 'AERO_X', evidence: {}, consequence: 'halt' },
})
const applied: Fact = {
  kind: 'observed',
  node: STOPPED,
  observation: { kind: 'received', peer: OTHER, firstLsn: lsn(1), lastLsn: lsn(1) },
}

const isOfStarts = (rule: string): boolean => rule.startsWith('RECOVERY-') || rule === 'WAL-10'
const stoppedBy = (rule: string): Fact => (isOfStarts(rule) ? refusedStart(rule) : landed('halt', rule))

/** Whether it is explained that the rule has stopped the node, after all that. */
function isExplained(rule: string, ...events: readonly (Choice | Fact)[]): boolean {
  return isJustified(rule, STOPPED, ledgerOf(started(STOPPED), heard, ...events))
}

/** The faults that, alone and done to `node`, explain that the rule has stopped STOPPED. */
function explaining(rule: string, node: NodeName): readonly FaultDone[] {
  return FAULTS.filter((fault) => isExplained(rule, ...DONE[fault](node), applied, stoppedBy(rule))).toSorted()
}

describe.each(Object.entries(EXPLAINED))('a node that %s has stopped', (rule, { byOwn = [], between = [], byAny = [] }) => {
  test('is explained by these faults of its own, and by no other', () => {
    expect(explaining(rule, STOPPED)).toEqual([...byOwn, ...between, ...byAny].toSorted())
  })

  test('is explained by these faults of a node that it has heard from, and by no other', () => {
    expect(explaining(rule, OTHER)).toEqual([...between, ...byAny].toSorted())
  })

  test('is explained by these faults of a node that it has not heard from, and by no other', () => {
    expect(explaining(rule, STRANGER)).toEqual(byAny.toSorted())
  })

  test('is not explained where nothing was done', () => {
    expect(isExplained(rule, stoppedBy(rule))).toBe(false)
  })

  test('is not explained by what is done when it has stopped', () => {
    const done = FAULTS.flatMap((fault) => [...DONE[fault](STOPPED), ...DONE[fault](OTHER)])
    expect(isExplained(rule, stoppedBy(rule), ...done)).toBe(false)
  })
})

test('a rule that no fault explains never stops a node for a reason', () => {
  expect([...explaining('WAL-8', STOPPED), ...explaining('LOG-12', STOPPED), ...explaining('no rule', STOPPED)]).toEqual([])
})

test('a rule that has not stopped the node is not explained, whatever was done', () => {
  expect(isExplained('LOG-5', dropped(STOPPED))).toBe(false)
  expect(isExplained('LOG-5', dropped(STOPPED), landed('halt', 'LOG-6'))).toBe(false)
})

describe('what was done to a disk is over once the disk is emptied', () => {
  const OF_DISKS = ['RECOVERY-1', 'RECOVERY-2', 'RECOVERY-3', 'RECOVERY-5', 'RECOVERY-6', 'MODEL-10', 'LOG-7', 'LOG-9'] as const

  test.each(OF_DISKS)('and explains no %s', (rule) => {
    const done = (EXPLAINED[rule].byOwn ?? [])
      .filter((fault) => fault !== 'misconfigured')
      .flatMap((fault) => DONE[fault](STOPPED))
    expect(isExplained(rule, ...done, stoppedBy(rule))).toBe(true)
    expect(isExplained(rule, ...done, emptied(STOPPED), stoppedBy(rule))).toBe(false)
  })

  test("nor is a divergence explained by what the Primary's disk lost before a Replica was emptied", () => {
    const lost: Choice = { kind: 'damage', node: OTHER, fault: { kind: 'loseTail', batches: 1 } }
    expect(isExplained('LOG-6', emptied(STOPPED), lost, stoppedBy('LOG-6'))).toBe(true)
    expect(isExplained('LOG-6', lost, emptied(STOPPED), stoppedBy('LOG-6'))).toBe(false)
  })

  test('but by a batch that the Primary shows to have lost when it starts again', () => {
    const lost: Choice = { kind: 'loseBatch', node: OTHER }
    expect(isExplained('LOG-6', lost, emptied(STOPPED), stoppedBy('LOG-6'))).toBe(false)
    expect(isExplained('LOG-6', lost, emptied(STOPPED), started(OTHER), stoppedBy('LOG-6'))).toBe(true)
    expect(isExplained('LOG-6', lost, started(OTHER), emptied(STOPPED), started(OTHER), stoppedBy('LOG-6'))).toBe(false)
  })

  test('what lies on a Replica stays, when its Primary is emptied', () => {
    const stale: Choice = { kind: 'staleStart', node: STOPPED, batches: 1 }
    const meets: Fact = { kind: 'delivered', node: OTHER, peer: STOPPED, frame, form: 'whole', bytes: null }
    const halts: Fact = { ...landed('halt', 'LOG-13'), node: OTHER }
    const justified = (...events: readonly (Choice | Fact)[]) => isJustified('LOG-13', OTHER, ledgerOf(...events, meets, halts))
    expect(justified(stale, emptied(OTHER))).toBe(true)
    expect(justified(stale, emptied(STOPPED))).toBe(false)
  })
})

describe('a frame that was lost explains a gap', () => {
  const cut: Choice = { kind: 'condition', condition: 'cut', from: OTHER, to: STOPPED }

  test('until the link comes up again', () => {
    expect(isExplained('LOG-5', dropped(STOPPED), linked, stoppedBy('LOG-5'))).toBe(false)
    expect(isExplained('LOG-5', dropped(STOPPED), { ...linked, peer: STRANGER }, stoppedBy('LOG-5'))).toBe(true)
  })

  test('and goes on being lost for as long as the direction is cut', () => {
    expect(isExplained('LOG-5', cut, linked, stoppedBy('LOG-5'))).toBe(true)
    expect(isExplained('LOG-5', cut, { ...cut, condition: 'pass' }, linked, stoppedBy('LOG-5'))).toBe(false)
  })

  test('when the node decided to halt, not when that came to its disk', () => {
    expect(isExplained('LOG-5', dropped(STOPPED), decides('LOG-5'), linked, stoppedBy('LOG-5'))).toBe(true)
    expect(isExplained('LOG-5', decides('LOG-5'), dropped(STOPPED), stoppedBy('LOG-5'))).toBe(false)
  })

  test('not a halt that was decided in an earlier life', () => {
    const again = [started(STOPPED), heard] as const
    expect(isExplained('LOG-5', dropped(STOPPED), decides('LOG-5'), ...again, linked, stoppedBy('LOG-5'))).toBe(false)
  })
})

test('a batch that failed explains a start that is refused in that life alone, unless the disk is still full (WAL-10)', () => {
  const aborted: Choice = { kind: 'abort', node: STOPPED, cause: 'AbortError' }
  const [full, free] = [
    { kind: 'fillDisk', node: STOPPED },
    { kind: 'freeDisk', node: STOPPED },
  ] as const
  expect(isExplained('WAL-10', aborted, started(STOPPED), stoppedBy('WAL-10'))).toBe(false)
  expect(isExplained('WAL-10', full, started(STOPPED), stoppedBy('WAL-10'))).toBe(true)
  expect(isExplained('WAL-10', full, free, started(STOPPED), stoppedBy('WAL-10'))).toBe(false)
})

describe('a wrong configuration', () => {
  const right = configured(STOPPED, OTHER)
  const wrong = configured(STOPPED, STOPPED)

  test('is over when it is put right', () => {
    expect(isExplained('MODEL-1', wrong, right, stoppedBy('MODEL-1'))).toBe(false)
    const granted = { kind: 'authority', node: STRANGER } as const
    expect(isExplained('MODEL-2', { ...granted, authority: 'granted' }, stoppedBy('MODEL-2'))).toBe(true)
    expect(
      isExplained('MODEL-2', { ...granted, authority: 'granted' }, { ...granted, authority: 'byLock' }, stoppedBy('MODEL-2')),
    ).toBe(false)
  })

  test.each([
    { primaries: [OTHER, STOPPED] },
    { nodes: [OTHER, STOPPED] },
    { clusterId: 'another' },
  ])('is any but the one that is meant: %o', (configuration) => {
    expect(isExplained('MODEL-1', { kind: 'configure', node: STOPPED, configuration }, stoppedBy('MODEL-1'))).toBe(true)
  })

  test('is what a start decides by, whatever is put right before its batch lands', () => {
    expect(isExplained('MODEL-1', wrong, started(STOPPED), right, landed('start', 'MODEL-1'))).toBe(true)
    expect(isExplained('MODEL-1', right, started(STOPPED), wrong, landed('start', 'MODEL-1'))).toBe(false)
  })

  test('has left its traces on the disk, until that is emptied under a right one', () => {
    expect(isExplained('MODEL-10', wrong, right, started(STOPPED), stoppedBy('MODEL-10'))).toBe(true)
    expect(isExplained('MODEL-10', wrong, right, emptied(STOPPED), started(STOPPED), stoppedBy('MODEL-10'))).toBe(false)
    expect(isExplained('MODEL-10', wrong, emptied(STOPPED), started(STOPPED), right, stoppedBy('MODEL-10'))).toBe(true)
  })
})

describe('a start that returns to a halt', () => {
  const halted = [dropped(STOPPED), stoppedBy('LOG-5'), linked] as const
  const returned = [started(STOPPED), landed('start', 'LOG-5')] as const

  test('has stopped for what did it then', () => {
    expect(isExplained('LOG-5', ...halted, ...returned)).toBe(true)
    expect(isExplained('LOG-5', stoppedBy('LOG-5'), dropped(STOPPED), ...returned)).toBe(false)
  })

  test('that was ended since has no reason, unless its disk shows an older manifest', () => {
    const ended = landed('resume', null)
    const stale: Choice = { kind: 'staleStart', node: STOPPED, batches: 1 }
    expect(isExplained('LOG-5', ...halted, ended, ...returned)).toBe(false)
    expect(isExplained('LOG-5', ...halted, ended, stale, ...returned)).toBe(true)
  })
})
