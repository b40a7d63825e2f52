import { createNode } from '../../aerodb/create-node.ts'
import { type Hash128, ZERO_DIGEST } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import { commitId } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import type { Guards } from '../../aerodb/rules/guards.ts'
import { ChainlessNode } from './chainless-node.ts'
import { EARLY_COMMITS, type Early, EarlyNode } from './early-node.ts'
import { ForgetfulNode } from './forgetful-node.ts'
import { misread } from './misread.ts'
import { PatchedDiskNode } from './patched-disk-node.ts'
import { FAITHFUL, TranslatingNode, type Translation } from './translating-node.ts'

/** More documents than a search writes. */
const CHAINS = 100

/** Builds a node in which one structural rule is broken. */
export type Build = (hash: Hash128, guards: Guards) => DatabaseNode

/** For each structural rule that is built, the mutation that its document names. For searches and canaries: no host can be given one. */
export const MUTATIONS = {
  'WAL-8': early(EARLY_COMMITS),
  'WAL-9': translated({ ...FAITHFUL, input: withoutLastBatch }),
  'WAL-10': translated({ ...FAITHFUL, input: durableThoughAborted }),
  'WAL-11': (hash, guards) =>
    new ChainlessNode(
      createNode((first, second) => hash(second ?? first), guards),
      hash,
    ),
  'MVCC-1': translated({
    ...FAITHFUL,
    effect: (effect, input, node) => misread(effect, input, node, (versions) => versions.at(-1) ?? null),
  }),
  'MVCC-2': translated({
    ...FAITHFUL,
    effect: (effect, input, node) =>
      misread(
        effect,
        input,
        node,
        (versions, { bound }) => versions.slice(-1).find((newest) => newest.commitId <= bound) ?? null,
      ),
  }),
  'MVCC-3': translated({ ...FAITHFUL, effect: followingView }),
  'MVCC-5': translated({
    ...FAITHFUL,
    effect: (effect, input, node) =>
      misread(effect, input, node, (versions, { bound }) => versions.findLast((older) => older.commitId < bound) ?? null),
  }),
  'MVCC-6': translated({ ...FAITHFUL, effect: withoutTombstones }),
  'LOG-11': early({ purpose: 'primaryAppend', answers: 'onceDurable' }),
  'LOG-12': (hash, guards) => createNode(hash, guards, { windowRecords: Number.POSITIVE_INFINITY }),
  'MODEL-7': translated({ ...FAITHFUL, effect: renumbered }),
  'MODEL-8': (hash, guards) =>
    createNode(hash, {
      ...guards,
      readRole: { ...guards.readRole, holds: (role) => role === 'ReplicationHalted' || guards.readRole.holds(role) },
    }),
  'READ-5': early({ purpose: 'replicaAppend', answers: 'early' }),
  'READ-6': translated({
    ...FAITHFUL,
    position: (position) =>
      position.role !== 'ReplicaActive' || position.session === 'streaming'
        ? position
        : { ...position, primaryDurableLsn: position.durableLsn, primaryCommitId: position.appliedCommitId },
  }),
  'RECOVERY-7': (hash, guards) => new PatchedDiskNode(createNode(hash, guards)),
  'RECOVERY-8': (hash, guards) => new ForgetfulNode(createNode(hash, guards)),
  'RECOVERY-9': early({ purpose: 'start', answers: 'early' }),
} as const satisfies Readonly<Record<string, Build>>

/** A rule that is kept by how the code is built. What has no mutation is none: nothing could show what it is there for. */
export type StructuralRule = keyof typeof MUTATIONS

function early(what: Early): Build {
  return (hash, guards) => new EarlyNode(createNode(hash, guards), what)
}

function translated(translation: Translation): Build {
  return (hash, guards) => new TranslatingNode(createNode(hash, guards), translation)
}

/** The last commit is forgotten, so that the next one is appended over it. */
function withoutLastBatch(input: Input): Input {
  if (input.kind !== 'start' || input.disk.batches.length < 2) return input
  return { ...input, disk: { ...input.disk, batches: input.disk.batches.slice(0, -1) } }
}

function durableThoughAborted(input: Input): Input {
  return input.kind === 'batchFailed' && input.failure.outcome === 'aborted' ? { kind: 'batchDurable', id: input.id } : input
}

/** A read through a view sees what is newest, and says so. */
function followingView(effect: Effect, input: Input, node: DatabaseNode): Effect {
  if (input.kind !== 'command' || input.command.kind !== 'read' || input.command.at.kind !== 'view') return effect
  const newest = misread(effect, input, node, (versions) => versions.at(-1) ?? null)
  if (newest.kind !== 'answer' || newest.outcome.kind !== 'served') return newest
  return { ...newest, outcome: { ...newest.outcome, bound: node.position().appliedCommitId } }
}

/** A recovery that finds a tombstone sums the state up as one without any: whatever that is, it is another sum. */
function withoutTombstones(effect: Effect, _input: Input, node: DatabaseNode): Effect {
  if (effect.kind !== 'observe' || effect.observation.kind !== 'recovered') return effect
  const chains = node.chains({ kind: 'recent', limit: CHAINS })
  const hasTombstone = chains.some(({ versions }) => versions.some(({ tombstone }) => tombstone))
  return hasTombstone ? { ...effect, observation: { ...effect.observation, stateDigest: ZERO_DIGEST } } : effect
}

/** A Replica counts one commit more than its Primary. */
function renumbered(effect: Effect, _input: Input, node: DatabaseNode): Effect {
  if (effect.kind !== 'observe' || effect.observation.kind !== 'applied' || node.position().role !== 'ReplicaActive')
    return effect
  const { observation } = effect
  return { ...effect, observation: { ...observation, commitId: commitId(observation.commitId + 1) } }
}
