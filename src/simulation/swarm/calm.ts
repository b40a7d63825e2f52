import type { ReadAt } from '../../aerodb/command.ts'
import { digestsEqual } from '../../aerodb/digest.ts'
import { commitId, type NodeName } from '../../aerodb/ids.ts'
import type { Position } from '../../aerodb/observation.ts'
import type { Choice } from '../choice.ts'
import { isJustified } from './justification.ts'
import { repair } from './operators.ts'
import type { Run } from './run.ts'

/** A cluster without faults that has not settled after this many choices never will. */
const CHOICES_TO_SETTLE = 50_000

/**
 * The second phase: faults are over. Every node lives, every link goes down and up once, since without timers only a new session
 * notices a frame that was lost last. Then each node has converged, or is halted or refused for a reason that the faults explain. Then operators
 * do what can be done, and only what no operator can undo may remain: on the links that there are, since nothing is lost any more.
 */
export function calm(run: Run): void {
  const phases = [liftFaults, renewLinks, expectReasons, operate, expectConverged, readEverywhere, expectAnswers]
  for (const phase of phases) {
    if (run.failure !== null) return
    phase(run)
  }
}

function liftFaults(run: Run): void {
  const { cluster, names } = run
  for (const from of names) {
    for (const to of names)
      if (cluster.links.condition(from, to) !== 'pass') run.take({ kind: 'condition', condition: 'pass', from, to })
  }
  for (const name of names) {
    const simulated = cluster.at(name)
    simulated.crash = null
    if (simulated.diskIsFull) run.take({ kind: 'freeDisk', node: name })
    if (simulated.node === null) run.take({ kind: 'start', node: name })
  }
  settle(run)
}

function renewLinks(run: Run): void {
  const { names } = run
  for (const [index, a] of names.entries()) for (const b of names.slice(index + 1)) run.take({ kind: 'linkDown', a, b })
  settle(run)
  for (const [index, a] of names.entries()) for (const b of names.slice(index + 1)) run.take({ kind: 'linkUp', a, b })
  settle(run)
}

/** Lets everything land and arrive, in order. */
function settle(run: Run): void {
  for (let count = 0; run.failure === null; count++) {
    const next = nextPending(run)
    if (next === null) return
    if (count === CHOICES_TO_SETTLE) run.fail({ kind: 'restless', what: next.kind, evidence: { choices: count } })
    run.take(next)
  }
}

function nextPending({ cluster, names }: Run): Choice | null {
  const writing = names.find((name) => cluster.at(name).writing !== null)
  if (writing !== undefined) return { kind: 'land', node: writing }
  const [link] = cluster.busyLinks()
  return link === undefined ? null : { kind: 'deliver', from: link[0], to: link[1], index: 0 }
}

/** Before any operator acts: whoever has not converged can say why, and the faults bear it out. */
function expectReasons(run: Run): void {
  for (const name of run.names) {
    const rule = stoppedBy(run, name)
    if (rule !== null ? !isJustified(rule, name, run.ledger) : !isWhereItShouldBe(run, name)) stuck(run, name)
  }
}

/** After operators: with an active Primary, every other node follows it. Without one, it has a reason that no operator can undo yet. */
function expectConverged(run: Run): void {
  const { primary, names, ledger } = run
  const rule = stoppedBy(run, primary)
  if (rule !== null) {
    if (!isJustified(rule, primary, ledger)) stuck(run, primary)
    return
  }
  for (const name of names) if (!isWhereItShouldBe(run, name)) stuck(run, name)
}

/** Every document that clients have asked for, on every node that serves, at the newest bound and at one halfway. */
function readEverywhere(run: Run): void {
  const documents = new Map<string, { readonly collection: string; readonly id: string }>()
  for (const choice of run.choices) {
    if (choice.kind !== 'command' || choice.command.kind !== 'read') continue
    const { collection, id } = choice.command
    documents.set(`${collection}:${id}`, { collection, id })
  }
  for (const node of run.names) {
    const { role, appliedCommitId } = run.judge.chronicle.node(node)
    if (role !== 'PrimaryActive' && role !== 'ReplicaActive') continue
    const bounds: readonly ReadAt[] = [{ kind: 'newest' }, { kind: 'commit', commitId: commitId(appliedCommitId >>> 1) }]
    for (const { collection, id } of documents.values()) {
      for (const at of bounds) run.take({ kind: 'command', node, command: { kind: 'read', collection, id, at } })
    }
  }
}

function expectAnswers(run: Run): void {
  const { asked } = run.cluster
  const [request] = asked.keys()
  if (request !== undefined) run.fail({ kind: 'unanswered', what: 'request', evidence: { request, of: asked.size } })
}

/** The rule that has stopped the node; null where none has. */
function stoppedBy(run: Run, name: NodeName): string | null {
  const position = positionOf(run, name)
  return position?.halt?.rule ?? position?.refusal?.rule ?? null
}

/** An active Primary; or a Replica that has all that its active Primary has; or one whose configured Primary is not active. */
function isWhereItShouldBe(run: Run, name: NodeName): boolean {
  const position = positionOf(run, name)
  if (position === null) return false
  if (position.role === 'PrimaryActive') return true
  if (position.role !== 'ReplicaActive') return false
  const [configured] = run.cluster.at(name).configuration.primaries
  const primary = configured === undefined ? null : positionOf(run, configured)
  if (primary?.role !== 'PrimaryActive') return true
  return (
    position.session === 'streaming' &&
    position.appliedLsn === primary.appliedLsn &&
    digestsEqual(position.chainDigest, primary.chainDigest) &&
    digestsEqual(position.stateDigest, primary.stateDigest)
  )
}

function positionOf({ cluster }: Run, name: NodeName): Position | null {
  return cluster.at(name).node?.position() ?? null
}

function stuck(run: Run, node: NodeName): void {
  const position = positionOf(run, node)
  const rule = stoppedBy(run, node)
  const role = position?.role ?? 'dead'
  const { session = null, appliedLsn = 0 } = position ?? {}
  run.fail({ kind: 'stuck', what: `${role} ${rule ?? session ?? ''}`, evidence: { node, role, rule, session, appliedLsn } })
}

/** What careful operators do, one node after the other: configure it right, resume it, bootstrap it; the Primary first. */
function operate(run: Run): void {
  for (const node of run.names) {
    if (isMisconfigured(run, node) || mustRestart(run, node)) {
      run.take({ kind: 'kill', node, batch: 'lost' })
      for (const choice of repair({ cluster: run.cluster, names: run.names, primary: run.primary }, node)) run.take(choice)
    }
  }
  settle(run)
  for (const node of run.names.slice(1)) {
    closeViews(run, node)
    if (positionOf(run, node)?.role === 'ReplicationHalted') ask(run, { kind: 'command', node, command: { kind: 'resume' } })
    for (const unproven of ['refuse', 'discard'] as const) {
      if (stoppedBy(run, node) !== null) ask(run, { kind: 'command', node, command: { kind: 'bootstrap', unproven } })
    }
  }
}

function ask(run: Run, choice: Choice): void {
  run.take(choice)
  settle(run)
}

function closeViews(run: Run, node: NodeName): void {
  for (const { id } of positionOf(run, node)?.readViews ?? []) {
    run.take({ kind: 'command', node, command: { kind: 'closeReadView', view: id } })
  }
}

function isMisconfigured({ cluster, names, primary }: Run, node: NodeName): boolean {
  const { configuration, authorityPolicy } = cluster.at(node)
  const { clusterId, nodes, primaries } = configuration
  const isRight = primaries.length === 1 && primaries[0] === primary && nodes.length === names.length
  return !isRight || clusterId !== cluster.clusterId || authorityPolicy !== 'byLock'
}

/** Halted over authority or configuration, though configured right by now; or refused for a disk that was full. */
function mustRestart(run: Run, node: NodeName): boolean {
  const position = positionOf(run, node)
  const reason = position?.halt?.reason
  return reason === 'AuthorityAmbiguity' || reason === 'ConfigurationError' || position?.refusal?.rule === 'WAL-10'
}
