// What damage has struck is part of what a judge remembers, for as long as it can excuse anything.
import { expect, test } from 'vitest'
import { ZERO_DIGEST } from '../aerodb/digest.ts'
import { commitId, lsn, nodeName } from '../aerodb/ids.ts'
import { Chronicle } from './chronicle/chronicle.ts'
import type { Damage } from './damage.ts'
import { Excuses } from './excuses.ts'
import type { Fact } from './fact.ts'

const N1 = nodeName('n1')
const N2 = nodeName('n2')

const recovered = (node: typeof N1, commit: number): Fact => ({
  kind: 'observed',
  node,
  observation: {
    kind: 'recovered',
    lsn: lsn(1 + 2 * commit),
    commitId: commitId(commit),
    chainDigest: ZERO_DIGEST,
    stateDigest: ZERO_DIGEST,
    historyId: 'h',
  },
})

const started = (node: typeof N1): Fact => {
  const configuration = { clusterId: 'c', node, nodes: [N1, N2], primaries: [N1], sync: 'each', revision: 0 } as const
  return { kind: 'nodeStarted', node, configuration, authority: 'granted' }
}

const damaged = (node: typeof N1, damage: Damage): Fact => ({ kind: 'damaged', node, damage })
const lost = (node: typeof N1, manifest: 'lost' | 'notInIt'): Fact =>
  damaged(node, { kind: 'batchLost', firstLsn: manifest === 'lost' ? null : 8, manifest })

/** N1 is the author of the history, and N2 follows it; after that, these. */
function memoryAfter(...facts: readonly Fact[]): string {
  const chronicle = new Chronicle()
  const excuses = new Excuses()
  for (const fact of [
    started(N1),
    started(N2),
    recovered(N1, 1),
    recovered(N1, 3),
    recovered(N2, 1),
    recovered(N2, 3),
    ...facts,
  ]) {
    if (excuses.hears(fact)) excuses.take(fact, chronicle)
    chronicle.take(fact)
  }
  expect(excuses.fork().memory()).toEqual(excuses.memory())
  return JSON.stringify(excuses.memory())
}

const tailLost = (node: typeof N1, fromLsn: number): Fact => damaged(node, { kind: 'tailLost', fromLsn })
const died: Fact = { kind: 'nodeDied', node: N2 }

const PASTS: readonly (readonly Fact[])[] = [
  [],
  [tailLost(N1, 8)],
  [tailLost(N1, 8), recovered(N1, 3)],
  [tailLost(N1, 4), recovered(N1, 1)],
  [lost(N1, 'notInIt'), recovered(N1, 3)],
  [tailLost(N2, 8)],
  [tailLost(N2, 4)],
  [lost(N2, 'notInIt')],
  [damaged(N2, { kind: 'wiped' })],
  [lost(N2, 'lost')],
  [damaged(N2, { kind: 'authorityShared' })],
]

test('pasts that damage has struck otherwise are told apart', () => {
  expect(new Set(PASTS.map((facts) => memoryAfter(...facts))).size).toBe(PASTS.length)
})

test.each<readonly [string, readonly Fact[]]>([
  ['promises, by the next recovery', [tailLost(N2, 4), recovered(N2, 1)]],
  ['a manifest, by the death of the node', [lost(N2, 'lost'), died]],
  ['the authority, by the death of the node', [damaged(N2, { kind: 'authorityShared' }), died]],
  [
    'promises, by the discarding of the log',
    [
      damaged(N2, { kind: 'wiped' }),
      { kind: 'landed', node: N2, purpose: 'discard', batch: { discardLog: 'all', putManifest: null, putBatch: null } },
    ],
  ],
  [
    'a manifest, by the next that lands',
    [
      lost(N2, 'lost'),
      { kind: 'landed', node: N2, purpose: 'halt', batch: { discardLog: 'keep', putManifest: new Uint8Array(), putBatch: null } },
    ],
  ],
])('and once it is outlived, as if it had never been: %s', (_, facts) => {
  expect(memoryAfter(...facts)).toBe(memoryAfter())
})
