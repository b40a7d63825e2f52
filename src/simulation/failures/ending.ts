import type { Hash128 } from '../../aerodb/digest.ts'
import { digestHex } from '../../aerodb/digest.ts'
import type { NodeName, RequestId } from '../../aerodb/ids.ts'
import { N1, type Rehearsal } from '../rehearsal.ts'

/** One row of the failure matrix, as it happens. A row that can come about in several ways has several. */
export interface Failure {
  readonly id: `FAIL-${number}`
  readonly situation: string
  readonly happen: (hash: Hash128) => Ending
}

/** What a failure came to, from what nodes said and hold: never from what the matrix says. */
export interface Ending {
  readonly outcome: string
  /** The rule that a refusal or a halt named; null where nothing refused. */
  readonly rule: string | null
  /** What whoever had asked was told: an outcome's kind. */
  readonly told: string | null
}

/** States what has to be so for an ending to be what it is called. */
export function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise)
}

export function toldTo(rehearsal: Rehearsal, request: RequestId | null): string | null {
  return request === null ? null : (rehearsal.outcome(request)?.kind ?? 'nothing')
}

/** The rule that refused a request; null where none did. */
function refusedBy(rehearsal: Rehearsal, request: RequestId | null): string | null {
  const outcome = request === null ? undefined : rehearsal.outcome(request)
  return outcome?.kind === 'rejected' || outcome?.kind === 'refused' ? (outcome.error.rule ?? null) : null
}

/** Every node is started again, or for the first time, and all that is under way arrives. */
function restartAll({ cluster }: Rehearsal): void {
  for (const [name, { node }] of cluster.nodes) {
    if (node !== null) cluster.kill(name, 'lost')
    cluster.start(name)
  }
  cluster.settle()
}

/** Nothing of the document exists on any node, now or after a restart of all. */
export function neverHappened(rehearsal: Rehearsal, id: string, request: RequestId): Ending {
  const [told, rule] = [toldTo(rehearsal, request), refusedBy(rehearsal, request)]
  restartAll(rehearsal)
  for (const name of rehearsal.cluster.nodes.keys()) {
    const read = rehearsal.read(name, id)
    must(read?.kind === 'served' && read.version === null, `${name} shows ${id}`)
  }
  return { outcome: 'the operation never happened', rule, told }
}

/** Every node shows the document, and does so again after a restart of all. */
export function isDurable(rehearsal: Rehearsal, id: string, request: RequestId | null = null): Ending {
  const told = toldTo(rehearsal, request)
  rehearsal.cluster.settle()
  for (const round of ['as it stands', 'after a restart']) {
    for (const name of rehearsal.cluster.nodes.keys()) {
      const read = rehearsal.read(name, id)
      must(read?.kind === 'served' && read.document !== null, `${round}, ${name} does not show ${id}`)
    }
    restartAll(rehearsal)
  }
  return { outcome: 'the operation is durable', rule: null, told }
}

/** The Replica's last session began behind its durable prefix, and brought it to where the Primary is. */
export function retransmitted(rehearsal: Rehearsal, name: NodeName, fromLsn: number): Ending {
  const opened = rehearsal.stated(name, 'sessionOpened').at(-1)
  must(opened?.fromLsn === fromLsn, `the last session of ${name} began at ${opened?.fromLsn}`)
  const [replica, primary] = [rehearsal.position(name), rehearsal.position(N1)]
  must(fromLsn <= primary.durableLsn, 'there was nothing to send again')
  must(replica.session === 'streaming' && isSame(replica, primary), `${name} did not come to where the Primary is`)
  return { outcome: 'retransmission from the durable prefix', rule: null, told: null }
}

/** What the last start computed from the disk, the next one computes again: log, state, and a halt if there is one. */
export function recovered(rehearsal: Rehearsal, name: NodeName): Ending {
  const found = rehearsal.stated(name, 'recovered').at(-1)
  const before = rehearsal.position(name)
  must(before.refusal === null, `${name} was refused by ${before.refusal?.rule}`)
  rehearsal.restart(name)
  const again = rehearsal.stated(name, 'recovered').at(-1)
  must(found !== undefined && again !== undefined && found !== again, `${name} did not recover`)
  const after = rehearsal.position(name)
  must(after.halt?.rule === before.halt?.rule && after.role === before.role, `${name} is ${after.role}, and was ${before.role}`)
  must(isSame(after, before), `${name} computed another state from the same disk`)
  return { outcome: 'deterministic recovery', rule: after.halt?.rule ?? null, told: null }
}

/** Every one of the nodes is halted, for one reason, and is so after a restart. */
export function halted(rehearsal: Rehearsal, ...names: readonly NodeName[]): Ending {
  rehearsal.cluster.settle()
  const halts = names.map((name) => rehearsal.position(name).halt)
  const [first] = halts
  if (first === undefined || first === null) throw new Error(`${names[0]} is ${rehearsal.position(names[0] ?? N1).role}`)
  must(
    halts.every((halt) => halt?.reason === first.reason),
    `one of ${names.join(', ')} goes on`,
  )
  for (const name of names) {
    rehearsal.restart(name)
    must(rehearsal.position(name).halt?.rule === first.rule, `a restart of ${name} forgot the halt`)
  }
  return { outcome: `replication halts (${first.reason})`, rule: first.rule, told: null }
}

/** The node refuses to start, writes nothing, and leaves its disk as it was. Of a composition, the rule within is named. */
export function refusedStart(rehearsal: Rehearsal, name: NodeName): Ending {
  const { disk, writing } = rehearsal.cluster.at(name)
  const { role, refusal } = rehearsal.position(name)
  must(role === 'StartRefused' && writing === null, `${name} is ${role}`)
  const before = disk.contents()
  rehearsal.restart(name)
  must(rehearsal.position(name).refusal?.code === refusal?.code, 'the next start found something else')
  const after = disk.contents()
  must(after.manifest === before.manifest && after.batches.every((batch, index) => batch === before.batches[index]), 'it wrote')
  const violated = refusal?.evidence?.violated
  return { outcome: 'fatal', rule: typeof violated === 'string' ? violated : (refusal?.rule ?? null), told: null }
}

/** The node has ended itself, and whoever had asked knows nothing. */
export function stopped(rehearsal: Rehearsal, name: NodeName, request: RequestId | null): Ending {
  must(rehearsal.cluster.at(name).node === null, `${name} goes on`)
  return { outcome: 'fatal', rule: null, told: toldTo(rehearsal, request) }
}

function isSame(a: ReturnType<Rehearsal['position']>, b: ReturnType<Rehearsal['position']>): boolean {
  const [ofA, ofB] = [a, b].map(
    ({ durableLsn, appliedCommitId, chainDigest, stateDigest }) =>
      `${durableLsn} ${appliedCommitId} ${digestHex(chainDigest)} ${digestHex(stateDigest)}`,
  )
  return ofA === ofB
}
