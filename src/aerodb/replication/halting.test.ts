import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { onKind, reseal } from '../../simulation/forgery.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import { digestHex } from '../digest.ts'
import { readManifest } from '../recovery/manifest.ts'

const hash = await loadHash128()

type Way = (rehearsal: Rehearsal) => void

/** The Primary's next hello to n2 says something else than it should. */
const hearing =
  (change: { readonly clusterId?: string; readonly configurationVersion?: string }): Way =>
  (rehearsal) => {
    rehearsal.relink(N1, N2)
    rehearsal.cluster.deliver(N1, N2, 0, (bytes) =>
      reseal(
        bytes,
        onKind('hello', (body) => ({ ...body, ...change })),
      ),
    )
    rehearsal.cluster.settle()
  }

const secondPrimary: Way = (rehearsal) => {
  rehearsal.relink(N3, N2)
  rehearsal.cluster.deliver(N3, N2, 0, (bytes) =>
    reseal(
      bytes,
      onKind('hello', (body) => ({ ...body, claimsPrimary: true })),
    ),
  )
  rehearsal.cluster.settle()
}

const lostFrame: Way = (rehearsal) => {
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  rehearsal.cluster.drop(N1, N2)
  rehearsal.putAndSettle('c', 'three')
}

const brokenFrame: Way = ({ cluster }) => {
  cluster.inject(N1, N2, new Uint8Array(0))
  cluster.settle()
}

const anotherChain: Way = (rehearsal) => {
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  const other = { chainBefore: new Uint8Array(16) }
  rehearsal.cluster.deliver(N1, N2, 0, (bytes) =>
    reseal(
      bytes,
      onKind('records', (body) => ({ ...body, ...other })),
    ),
  )
  rehearsal.cluster.settle()
}

const HALTS: readonly (readonly [reason: string, rule: string, way: Way])[] = [
  ['WalGapDetected', 'LOG-5', lostFrame],
  ['WalCorruption', 'LOG-1', brokenFrame],
  ['HistoryDivergence', 'LOG-9', anotherChain],
  ['ConfigurationError', 'MODEL-5', hearing({ clusterId: 'another' })],
  ['ConfigurationError', 'MODEL-9', hearing({ configurationVersion: '0' })],
  ['AuthorityAmbiguity', 'MODEL-3', secondPrimary],
]

function halted(way: Way): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, judge: 'nothing' })
  rehearsal.putAndSettle('a', 'one')
  way(rehearsal)
  return rehearsal
}

describe.each(HALTS)('%s (%s)', (reason, rule, way) => {
  test('is durable: on the disk, with rule and evidence, and after any number of restarts (RECOVERY-8)', () => {
    const rehearsal = halted(way)
    const { halt } = rehearsal.position(N2)
    expect(halt).toMatchObject({ reason, rule })
    const { manifest } = readManifest(rehearsal.cluster.at(N2).disk.contents().manifest ?? new Uint8Array(0), 1)
    expect(manifest?.halt).toEqual(halt)
    for (const landing of ['lost', 'lands', 'lands'] as const) {
      rehearsal.cluster.kill(N2, landing)
      rehearsal.cluster.start(N2)
    }
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt })
  })

  test('leaves the Primary as it was, and the Replica on its valid prefix', () => {
    const rehearsal = halted(way)
    expect(rehearsal.position(N1).role).toBe('PrimaryActive')
    expect(rehearsal.position(N2)).toMatchObject({ durableLsn: 3, appliedCommitId: 1, batchInFlight: false })
    const prefix = rehearsal.node(N1).walBytes().subarray(0, rehearsal.node(N2).walBytes().length)
    expect(digestHex(hash(rehearsal.node(N2).walBytes()))).toBe(digestHex(hash(prefix)))
  })

  test('is not replaced by what comes after: the first evidence stands (RECOVERY-8)', () => {
    const rehearsal = halted(way)
    const { halt } = rehearsal.position(N2)
    for (const later of [brokenFrame, secondPrimary, hearing({ clusterId: 'yet another' })]) later(rehearsal)
    expect(rehearsal.position(N2).halt).toEqual(halt)
  })

  test('goes with a resume, since the handshake proves the prefix (RECOVERY-10, RECOVERY-15)', () => {
    const rehearsal = halted(way)
    rehearsal.relink(N1, N2)
    rehearsal.relink(N3, N2)
    rehearsal.cluster.command(N2, { kind: 'resume' })
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', halt: null })
  })

  test('goes with a bootstrap, durably (MODEL-8)', () => {
    const rehearsal = halted(way)
    rehearsal.relink(N1, N2)
    rehearsal.relink(N3, N2)
    rehearsal.cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
    rehearsal.cluster.settle()
    rehearsal.restart(N2)
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', halt: null })
  })

  test('goes with a start after the operator has configured the node anew, where that was what was wrong, and only there (MODEL-8)', () => {
    const rehearsal = halted(way)
    rehearsal.cluster.kill(N2, 'lost')
    rehearsal.cluster.configure(N2, {})
    rehearsal.cluster.start(N2)
    rehearsal.cluster.settle()
    const ofConfiguration = reason === 'ConfigurationError' || reason === 'AuthorityAmbiguity'
    expect(rehearsal.position(N2).role).toBe(ofConfiguration ? 'ReplicaActive' : 'ReplicationHalted')
  })
})

describe('a halted Primary', () => {
  function haltedPrimary(): Rehearsal {
    const rehearsal = Rehearsal.steady({ hash, judge: 'nothing' })
    rehearsal.putAndSettle('a', 'one')
    rehearsal.relink(N3, N1)
    rehearsal.cluster.deliver(N3, N1, 0, (bytes) =>
      reseal(
        bytes,
        onKind('hello', (body) => ({ ...body, claimsPrimary: true })),
      ),
    )
    rehearsal.cluster.settle()
    expect(rehearsal.position(N1)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'MODEL-3' } })
    return rehearsal
  }

  test('leaves its Replicas serving their prefix, without a session', () => {
    const rehearsal = haltedPrimary()
    for (const name of [N2, N3]) {
      expect(rehearsal.position(name)).toMatchObject({ role: 'ReplicaActive', session: 'disconnected', appliedCommitId: 1 })
      expect(rehearsal.read(name, 'a')).toMatchObject({ kind: 'served', version: 1 })
    }
  })

  test('is not resumed and not bootstrapped: it is the original (RECOVERY-10, RECOVERY-14)', () => {
    const rehearsal = haltedPrimary()
    expect(rehearsal.ask(N1, { kind: 'resume' })).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-10', evidence: { configuredAs: 'primary' } },
    })
    expect(rehearsal.ask(N1, { kind: 'bootstrap', unproven: 'discard' })).toMatchObject({ error: { rule: 'RECOVERY-14' } })
  })

  test('answers a Replica that presents itself, so that no command waits for ever (MODEL-11)', () => {
    const rehearsal = haltedPrimary()
    const { cluster } = rehearsal
    cluster.inject(N1, N2, new Uint8Array(0))
    cluster.settle()
    const resumed = cluster.command(N2, { kind: 'resume' })
    const bootstrapped = cluster.command(N3, { kind: 'bootstrap', unproven: 'refuse' })
    cluster.settle()
    expect(rehearsal.outcome(resumed)).toMatchObject({ error: { rule: 'RECOVERY-15', evidence: { rule: 'MODEL-11' } } })
    expect(rehearsal.outcome(bootstrapped)).toMatchObject({ error: { rule: 'RECOVERY-13', evidence: { rule: 'MODEL-11' } } })
    expect(rehearsal.position(N3)).toMatchObject({ role: 'ReplicaActive', appliedCommitId: 1 })
  })

  test('starts as Primary again once it is configured anew (MODEL-8)', () => {
    const rehearsal = haltedPrimary()
    rehearsal.restart(N1)
    expect(rehearsal.position(N1).role).toBe('ReplicationHalted')
    rehearsal.cluster.kill(N1, 'lost')
    rehearsal.cluster.configure(N1, {})
    rehearsal.cluster.start(N1)
    rehearsal.cluster.settle()
    expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', halt: null })
    expect([N2, N3].map((name) => rehearsal.position(name).session)).toEqual(['streaming', 'streaming'])
  })
})
