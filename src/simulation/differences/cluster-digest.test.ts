import { describe, expect, test } from 'vitest'
import { createNode } from '../../aerodb/create-node.ts'
import { type Digest, digestHex } from '../../aerodb/digest.ts'
import type { FrameLabel } from '../../aerodb/effect.ts'
import { lsn } from '../../aerodb/ids.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import type { ClusterOptions } from '../cluster-options.ts'
import { frameIn } from '../forgery.ts'
import { FAITHFUL, TranslatingNode, type Translation } from '../mutations/translating-node.ts'
import { N1, N2, N3, Rehearsal } from '../rehearsal.ts'
import { ClusterDigests } from '../search/cluster-digest.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { STALE_BATCHES } from '../simulated-disk.ts'
import type { SentFrame } from '../simulated-links.ts'
import { runSeed } from '../swarm/run-seed.ts'
import { CLUSTER_CHANGES, stateOf } from './changed-clusters.ts'
import { CHOICES } from './choices-of-a-cluster.ts'
import { fieldsOf } from './difference.ts'

const hash = await loadHash128()

/** On a busy machine. */
const PATIENCE_MILLIS = 60_000
/** In which frames of every kind are sent. */
const STORMS = [5, 6, 12]
const OPTIONS: ClusterOptions = { hash, nodes: [N1, N2, N3], primary: N1, sync: 'each' }

function digestOf(cluster: SimulatedCluster, besides: readonly Digest[] = [], back = STALE_BATCHES): string {
  return digestHex(new ClusterDigests(hash, back).of(cluster, besides))
}

/** Running, with a commit on its way to N1's disk, and another behind it. */
function busy(): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, judge: 'nothing' })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('b', 'two')
  rehearsal.put('c', 'three')
  return rehearsal
}

/** One commit is under way to the Replicas, and the next on its way to N1's disk. */
function shipping(): SimulatedCluster {
  const { cluster } = busy()
  cluster.land(N1)
  return cluster
}

describe('the digest of a cluster tells all that can matter to its future', () => {
  test.each(CLUSTER_CHANGES)('$part, by each of its fields', ({ changed }) => {
    const cluster = shipping()
    const states = changed(cluster)
    expect(digestOf(new SimulatedCluster(OPTIONS, stateOf(cluster)))).toBe(digestOf(cluster))
    expect(states.length).toBeGreaterThan(0)
    const fieldOfDigest = new Map([[digestOf(cluster), 'none']])
    for (const [field, state] of states) {
      const digest = digestOf(new SimulatedCluster(OPTIONS, state))
      expect({ field, sameAs: fieldOfDigest.get(digest) }).toEqual({ field, sameAs: undefined })
      fieldOfDigest.set(digest, field)
    }
  })

  test.each(fieldsOf(CHOICES))('%s, by what it does', (kind) => {
    const { before, choice } = CHOICES[kind]
    const rehearsal = busy()
    before(rehearsal)
    const stood = digestOf(rehearsal.cluster)
    rehearsal.cluster.take(choice)
    expect(digestOf(rehearsal.cluster)).not.toBe(stood)
  })

  test('what else makes up a state: what a judge remembers, and what is left of the bounds', () => {
    const cluster = shipping()
    const [one, other] = [new Uint8Array(16), new Uint8Array(16).fill(1)]
    expect(new Set([[], [one], [other], [one, other], [other, one]].map((besides) => digestOf(cluster, besides))).size).toBe(5)
  })

  test('what a disk held before, as far back as a start may be shown it, and no further', () => {
    const written = (times: number): SimulatedCluster => {
      const { cluster } = Rehearsal.steady({ hash })
      const { disk } = cluster.at(N1)
      for (let time = 0; time < times; time++) {
        disk.apply({ discardLog: 'keep', putManifest: new Uint8Array(8), putBatch: null })
      }
      return cluster
    }
    expect(digestOf(written(1), [], 2)).not.toBe(digestOf(written(2), [], 2))
    expect(digestOf(written(1), [], 0)).toBe(digestOf(written(2), [], 0))
  })
})

describe('what the digest of a cluster leaves out never shows', () => {
  test(
    'what a frame is besides its bytes can be read from them',
    () => {
      const sent: SentFrame[] = []
      const listening: Translation = {
        ...FAITHFUL,
        effect: (effect) => {
          if (effect.kind === 'send') sent.push(effect)
          return effect
        },
      }
      for (const seed of STORMS)
        runSeed(hash, seed, { build: (own, guards) => new TranslatingNode(createNode(own, guards), listening) })
      expect(new Set(sent.map(({ label }) => label.kind)).size).toBe(7)
      for (const { label, bytes } of sent) expect(label).toEqual(labelIn(bytes))
    },
    PATIENCE_MILLIS,
  )

  test('what has been answered, and how many steps were taken: a cluster goes on alike without', () => {
    const state = stateOf(shipping())
    const ends = [state, { ...state, outcomes: new Map(), steps: 99 }].map((from) => {
      const cluster = new SimulatedCluster(OPTIONS, stateOf(new SimulatedCluster(OPTIONS, from)))
      cluster.take({ kind: 'kill', node: N1, batch: 'lands' })
      cluster.take({ kind: 'start', node: N1 })
      cluster.take({ kind: 'command', node: N2, command: { kind: 'openReadView', at: null } })
      cluster.settle()
      return digestOf(cluster)
    })
    expect(new Set(ends).size).toBe(1)
  })
})

function labelIn(bytes: Uint8Array): FrameLabel {
  const { senderIncarnation, number, body } = frameIn(bytes)
  const records = body.kind === 'records' ? { firstLsn: lsn(body.firstLsn), lastLsn: lsn(body.lastLsn) } : null
  const reportsLsn = body.kind === 'report' ? lsn(body.durableLsn) : null
  return { kind: body.kind, incarnation: senderIncarnation, number, records, reportsLsn }
}
