// The second phase, and each way in which a run fails in it: an engine that is broken just so, and what is told of it.
import { describe, expect, test } from 'vitest'
import type { ReadAt } from '../../aerodb/command.ts'
import { createNode } from '../../aerodb/create-node.ts'
import { ZERO_DIGEST } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import { commitId, incarnation, lsn, type NodeName, nodeName } from '../../aerodb/ids.ts'
import type { Position } from '../../aerodb/observation.ts'
import { GUARDS, type Guards } from '../../aerodb/rules/guards.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { type Fault, FaultyNode } from '../mutations/faulty-node.ts'
import { FAITHFUL, TranslatingNode, type Translation } from '../mutations/translating-node.ts'
import { calm } from './calm.ts'
import { Run, type Script } from './run.ts'

const hash = await loadHash128()
const N1 = nodeName('n1')
const N2 = nodeName('n2')

/** Two nodes, which have settled. */
function settled(broken: Pick<Script, 'guards' | 'build'> = {}): Run {
  const run = new Run({ hash, nodes: 2, sync: 'each', ...broken })
  for (const node of run.names) run.take({ kind: 'start', node })
  run.cluster.settle()
  return run
}

/** The same, with one commit that has settled as well. */
function written(broken: Pick<Script, 'guards' | 'build'> = {}): Run {
  const run = settled(broken)
  write(run, 'first')
  run.cluster.settle()
  return run
}

function write(run: Run, text: string, basedOn: number | null = null): void {
  run.take({
    kind: 'command',
    node: N1,
    command: {
      kind: 'write',
      operations: [{ op: 'put', collection: 'notes', document: { _id: 'a', text } }],
      basedOn: basedOn === null ? null : commitId(basedOn),
    },
  })
}

function read(run: Run, node: NodeName, at: ReadAt = { kind: 'newest' }): void {
  run.take({ kind: 'command', node, command: { kind: 'read', collection: 'notes', id: 'a', at } })
}

function failureOf(run: Run): Run['failure'] {
  calm(run)
  return run.failure
}

const faulty = (fault: Fault): Pick<Script, 'build'> => ({
  build: (hash128, guards) => new FaultyNode(createNode(hash128, guards), fault),
})

/** A node that says of itself what is not so, and does all as it should. */
const lying = (claim: (position: Position) => Partial<Position>) =>
  faulty({ position: (position, name) => (name === N2 ? { ...position, ...claim(position) } : position) })

/** For as long as `isBroken`, a Replica takes every frame for one that begins elsewhere. */
const misplaced = (isBroken: () => boolean): { readonly guards: Guards } => ({
  guards: {
    ...GUARDS,
    framePosition: { ...GUARDS.framePosition, holds: (...facts) => !isBroken() && GUARDS.framePosition.holds(...facts) },
  },
})

describe('a sound cluster comes to rest', () => {
  test('after links were cut, a disk was full and a node was killed', () => {
    const run = settled()
    run.take({ kind: 'condition', condition: 'cut', from: N1, to: N2 })
    run.take({ kind: 'fillDisk', node: N2 })
    write(run, 'first')
    run.take({ kind: 'kill', node: N1, batch: 'lands' })
    expect([failureOf(run), run.cluster.living(N2).position().appliedCommitId]).toEqual([null, 1])
  })

  test('after a frame was lost: its Replica halts, and operators resume it', () => {
    const run = settled()
    write(run, 'first')
    run.take({ kind: 'land', node: N1 })
    run.take({ kind: 'drop', from: N1, to: N2, index: 0 })
    write(run, 'second')
    run.cluster.settle()
    expect(run.cluster.living(N2).position().halt?.rule).toBe('LOG-5')
    expect([failureOf(run), run.cluster.living(N2).position().appliedCommitId]).toEqual([null, 2])
  })
})

describe('what was done is undone, and what an operator can mend is mended', () => {
  const roleOf = (run: Run, node: NodeName) => run.cluster.living(node).position().role

  test('a frame that was lost last is noticed by a new session', () => {
    const run = settled()
    write(run, 'first')
    run.take({ kind: 'land', node: N1 })
    expect(run.take({ kind: 'drop', from: N1, to: N2, index: 0 })).toBe(true)
    expect([failureOf(run), run.cluster.living(N2).position().appliedCommitId]).toEqual([null, 1])
  })

  test('a crash that waits does not come', () => {
    const run = written()
    run.take({ kind: 'crashAfter', node: N2, effects: 0, batch: 'lost' })
    expect([failureOf(run), roleOf(run, N2)]).toEqual([null, 'ReplicaActive'])
  })

  test('a Primary that was configured wrong is configured right', () => {
    const run = written()
    restartWithTwoPrimaries(run)
    expect(roleOf(run, N1)).toBe('ReplicationHalted')
    expect([failureOf(run), roleOf(run, N1)]).toEqual([null, 'PrimaryActive'])
  })

  test('a Replica of another cluster is given a disk of this one', () => {
    const run = written()
    run.take({ kind: 'kill', node: N2, batch: 'lost' })
    run.take({ kind: 'configure', node: N2, configuration: { clusterId: 'another' } })
    run.take({ kind: 'start', node: N2 })
    run.cluster.settle()
    expect(run.cluster.living(N2).position().refusal?.rule).toBe('RECOVERY-4')
    expect([failureOf(run), run.cluster.living(N2).position().appliedCommitId]).toEqual([null, 1])
  })

  test('a Primary whose disk was full when it started is started again', () => {
    const run = written()
    run.take({ kind: 'kill', node: N1, batch: 'lost' })
    run.take({ kind: 'fillDisk', node: N1 })
    run.take({ kind: 'start', node: N1 })
    run.cluster.settle()
    expect(run.cluster.living(N1).position().refusal?.rule).toBe('WAL-10')
    expect([failureOf(run), roleOf(run, N1)]).toEqual([null, 'PrimaryActive'])
  })

  test('a Replica of a history that is no more is bootstrapped', () => {
    const run = written()
    run.take({ kind: 'kill', node: N1, batch: 'lost' })
    run.take({ kind: 'damage', node: N1, fault: { kind: 'recreate', clusterId: run.cluster.clusterId } })
    run.take({ kind: 'start', node: N1 })
    run.cluster.settle()
    expect(run.cluster.living(N2).position().halt?.rule).toBe('MODEL-6')
    expect([failureOf(run), roleOf(run, N2)]).toEqual([null, 'ReplicaActive'])
  })

  test('a Primary with a damaged log stays down for good, and its Replica has nobody to follow', () => {
    const run = written()
    run.take({ kind: 'kill', node: N1, batch: 'lost' })
    run.take({ kind: 'damage', node: N1, fault: { kind: 'flipBatchBit', batch: 0, bit: 100 } })
    run.take({ kind: 'start', node: N1 })
    expect([failureOf(run), roleOf(run, N1), roleOf(run, N2)]).toEqual([null, 'StartRefused', 'ReplicaActive'])
  })
})

function restartWithTwoPrimaries(run: Run): void {
  run.take({ kind: 'kill', node: N1, batch: 'lost' })
  run.take({ kind: 'configure', node: N1, configuration: { primaries: [N1, N2] } })
  run.take({ kind: 'start', node: N1 })
  run.cluster.settle()
}

describe('stuck', () => {
  const following = { node: N2, role: 'ReplicaActive', rule: null, session: 'streaming', appliedLsn: 3 }

  test('is a Replica that does not hear its Primary', () => {
    const run = written(faulty({ step: (input, sound, name) => (input.kind === 'frame' && name === N2 ? [] : sound()) }))
    expect(failureOf(run)).toEqual({
      kind: 'stuck',
      what: 'ReplicaActive disconnected',
      evidence: { ...following, session: 'disconnected', appliedLsn: 0 },
    })
  })

  test.each<readonly [string, (position: Position) => Partial<Position>, object]>([
    ['does not follow', () => ({ session: 'handshaking' }), { session: 'handshaking' }],
    ['lacks a record', ({ appliedLsn }) => ({ appliedLsn: lsn(appliedLsn - 1) }), { appliedLsn: 2 }],
    ['has another history', () => ({ chainDigest: ZERO_DIGEST }), {}],
    ['has another state', () => ({ stateDigest: ZERO_DIGEST }), {}],
  ])('is a Replica that %s', (_, claim, evidence) => {
    const failure = failureOf(written(lying(claim)))
    expect(failure).toMatchObject({ kind: 'stuck', evidence: { ...following, ...evidence } })
  })

  test('is a node that stops at each start', () => {
    const error = { code: 'AERO_MUTATION_STOPPED', severity: 'BUG', message: 'it stops' } as const
    const run = settled(
      faulty({ step: (input, sound, name) => (input.kind === 'start' && name === N2 ? [{ kind: 'stop', error }] : sound()) }),
    )
    expect(failureOf(run)).toEqual({
      kind: 'stuck',
      what: 'dead ',
      evidence: { node: N2, role: 'dead', rule: null, session: null, appliedLsn: 0 },
    })
  })

  const halted = {
    kind: 'stuck',
    what: 'ReplicationHalted LOG-5',
    evidence: { node: N2, role: 'ReplicationHalted', rule: 'LOG-5', session: null, appliedLsn: 0 },
  }

  test('is a node that halts though nothing was done to it, even where a resume would mend it', () => {
    let asked = 0
    expect(failureOf(written(misplaced(() => asked++ === 0)))).toEqual(halted)
  })

  test('is a node that was given a reason to halt, and that no operator can mend', () => {
    let isBroken = false
    const run = settled(misplaced(() => isBroken))
    isBroken = true
    run.take({ kind: 'command', node: N2, command: { kind: 'openReadView', at: null } })
    write(run, 'first')
    run.take({ kind: 'land', node: N1 })
    expect(run.take({ kind: 'drop', from: N1, to: N2, index: 0 })).toBe(true)
    write(run, 'second')
    run.cluster.settle()
    // Its read view is closed for the bootstrap, which leaves nothing of its one record.
    expect(run.cluster.living(N2).position().appliedLsn).toBe(1)
    expect(failureOf(run)).toEqual(halted)
  })

  test('is a Replica that operators resume, and that only a link which comes up once more would bring to follow', () => {
    let [isResumed, isDeaf] = [false, false]
    const deafOnceResumed: Fault['step'] = (input, sound, name) => {
      if (input.kind === 'linkUp') isDeaf = false
      if (input.kind === 'command' && input.command.kind === 'resume') isResumed = true
      if (isDeaf && input.kind === 'frame' && name === N2) return []
      const effects = sound()
      const opens = effects.some((effect) => effect.kind === 'observe' && effect.observation.kind === 'sessionOpened')
      if (isResumed && opens && name === N2) [isDeaf, isResumed] = [true, false]
      return effects
    }
    const run = settled(faulty({ step: deafOnceResumed }))
    write(run, 'first')
    run.take({ kind: 'land', node: N1 })
    run.take({ kind: 'drop', from: N1, to: N2, index: 0 })
    write(run, 'second')
    run.cluster.settle()
    expect(failureOf(run)).toMatchObject({ kind: 'stuck', what: 'ReplicaActive streaming' })
  })

  test('is a node that never comes to the end of its start', () => {
    const run = settled(
      faulty({
        step: (_, sound, name) =>
          sound().filter((effect) => !(name === N2 && effect.kind === 'persist' && effect.purpose === 'start')),
      }),
    )
    expect(failureOf(run)).toEqual({
      kind: 'stuck',
      what: 'Recovering ',
      evidence: { node: N2, role: 'Recovering', rule: null, session: null, appliedLsn: 0 },
    })
  })

  test('is a Primary that operators restart, and that is then stopped for no reason', () => {
    const refusal = { code: 'AERO_MUTATION_REFUSED', severity: 'FATAL', rule: 'RECOVERY-3', message: 'it says so' } as const
    let isConfiguredWrong = false
    let wasConfiguredWrong = false
    const run = written(
      faulty({
        step: (input, sound) => {
          if (input.kind === 'start') isConfiguredWrong = input.configuration.primaries.length > 1
          return sound()
        },
        position: (position, name) =>
          name === N1 && wasConfiguredWrong && !isConfiguredWrong ? { ...position, refusal } : position,
      }),
    )
    restartWithTwoPrimaries(run)
    wasConfiguredWrong = true
    expect(failureOf(run)).toMatchObject({
      kind: 'stuck',
      what: 'PrimaryActive RECOVERY-3',
      evidence: { node: N1, rule: 'RECOVERY-3' },
    })
  })
})

describe('restless', () => {
  test('is a cluster that goes on sending, when all faults are over', () => {
    const bytes = new Uint8Array()
    const chat = (peer: NodeName): readonly Effect[] => {
      const label = { kind: 'endSession', incarnation: incarnation(1), number: 1, records: null, reportsLsn: null } as const
      return [{ kind: 'send', peer, label, bytes }]
    }
    let isCalm = false
    const run = written(
      faulty({
        step: (input, sound) => {
          if (input.kind === 'frame' && input.bytes.length === 0) return chat(input.peer)
          return input.kind === 'linkUp' && isCalm ? [...sound(), ...chat(input.peer)] : sound()
        },
      }),
    )
    isCalm = true
    expect(failureOf(run)).toEqual({ kind: 'restless', what: 'deliver', evidence: { choices: 50_000 } })
  })
})

describe('unanswered', () => {
  test('is a request that is never answered, when all else has come to rest', () => {
    const run = settled(
      faulty({
        step: (_, sound) => sound().filter(({ kind }) => kind !== 'answer'),
        // Else an invariant finds it first: only a write whose batch is in flight may wait.
        position: (position) => ({ ...position, batchInFlight: true }),
      }),
    )
    write(run, 'first')
    write(run, 'second')
    expect(failureOf(run)).toEqual({ kind: 'unanswered', what: 'request', evidence: { request: 'q1', of: 2 } })
  })
})

describe('snapshot isolation', () => {
  /** A read of the newest is served as of the first commit: sound at its bound, and not what its client was told before. */
  const belated: Translation = {
    ...FAITHFUL,
    input: (input) =>
      input.kind === 'command' && input.command.kind === 'read' && input.command.at.kind === 'newest'
        ? { ...input, command: { ...input.command, at: { kind: 'commit', commitId: commitId(1) } } }
        : input,
  }

  test('is what no snapshot could have told clients: a read of the newest that misses what was acknowledged', () => {
    const run = written({ build: (hash128, guards) => new TranslatingNode(createNode(hash128, guards), belated) })
    write(run, 'second')
    run.cluster.settle()
    read(run, N1)
    const verdict = run.judge.verdicts().find(({ id }) => id === 'snapshot-isolation')
    expect(verdict).toMatchObject({
      holds: false,
      evidence: {
        what: 'a read of the newest missed what its node had told',
        node: N1,
        request: 'q3',
        commitId: 2,
        bound: 1,
        toldHere: 2,
      },
    })
  })

  test('is judged anew where a disk broke its contract: a CommitId that was lost is taken anew', () => {
    const run = settled()
    run.take({ kind: 'linkDown', a: N1, b: N2 })
    write(run, 'lost')
    run.cluster.settle()
    run.take({ kind: 'kill', node: N1, batch: 'lost' })
    run.take({ kind: 'damage', node: N1, fault: { kind: 'loseTail', batches: 1 } })
    run.take({ kind: 'start', node: N1 })
    run.cluster.settle()
    write(run, 'another')
    const failure = failureOf(run)
    const verdict = run.judge.verdicts().find(({ id }) => id === 'snapshot-isolation')
    expect([failure, verdict]).toEqual([null, expect.objectContaining({ holds: true })])
  })
})

describe('what clients know of is read on every node', () => {
  test.each(['newest', 'commit'] as const)('at a bound of kind %s, and a version that is wrong only there is found', (bound) => {
    const run = written(
      faulty({
        step: (input, sound, name) => {
          const isHit =
            input.kind === 'command' && input.command.kind === 'read' && input.command.at.kind === bound && name === N2
          return sound().map((effect) => (isHit ? blind(effect) : effect))
        },
      }),
    )
    write(run, 'second')
    run.cluster.settle()
    read(run, N1)
    expect(failureOf(run)).toMatchObject({ kind: 'breach', what: 'reads-equal-primary' })
  })
})

/** Serves that there is no such document. */
function blind(effect: Effect): Effect {
  if (effect.kind !== 'answer' || effect.outcome.kind !== 'served') return effect
  return { ...effect, outcome: { ...effect.outcome, version: null, document: null } }
}

describe('threw', () => {
  test('is an error that a node throws, and what it was doing', () => {
    const run = written(
      faulty({
        step: (input, sound, name) => {
          if (input.kind === 'linkDown' && name === N2) throw new Error('no such session')
          return sound()
        },
      }),
    )
    expect(failureOf(run)).toEqual({ kind: 'threw', what: 'no such session', evidence: { during: 'linkDown' } })
  })
})
