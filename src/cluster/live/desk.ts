import type { Command } from '../../aerodb/command.ts'
import { digestHex } from '../../aerodb/digest.ts'
import type { Evidence } from '../../aerodb/error.ts'
import { documentKey, type Lsn, lsn, requestId } from '../../aerodb/ids.ts'
import type {
  ChainInspection,
  ChainSelection,
  Explanation,
  VersionInspection,
  WalRecordInspection,
} from '../../aerodb/inspection.ts'
import { refusalOf } from '../../aerodb/rules/guard.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import type { Inspected, Inspection } from '../../host/inspection.ts'
import type { Report } from '../../host/protocol.ts'
import { AeroFailure } from '../../platform/failure.ts'
import type { NodeName, VersionView, WalRecordView } from '../contract.ts'
import { COMMAND_GUARDS } from '../rules/command-guards.ts'
import { demand, failureOf } from '../rules/demand.ts'
import type { Bus } from './bus.ts'
import { Explanations } from './explanations.ts'
import type { Fleet } from './fleet.ts'
import {
  type Asked,
  diedUnanswered,
  documentOf,
  operatorOutcomeOf,
  Requests,
  readOutcomeOf,
  readViewOutcomeOf,
  writeOutcomeOf,
} from './requests.ts'
import type { Seat } from './seat.ts'
import { summaryOf } from './summary.ts'

/** What a node shows of its log in one look. */
const RECORDS_AT_ONCE = 10_000

/** Carries what clients and operators ask to the nodes, and what they look at back. */
export class Desk {
  readonly requests = new Requests()
  readonly #explanations = new Explanations()
  readonly #bus: Bus

  constructor(bus: Bus) {
    this.#bus = bus
  }

  /** Resolves with the answer, or with the node's death. */
  async command(fleet: Fleet, node: NodeName, command: Command): Promise<Asked> {
    const seat = fleet.seat(node)
    refuseTheDead(seat)
    const { request, asked } = this.requests.open(node, command)
    this.#bus.asked(node, request, command)
    this.#bus.changed()
    if (seat.worker === null) await seat.launched.promise
    seat.worker?.command(request, command)
    return asked
  }

  answered(report: Report): void {
    for (const { request, outcome, explanation } of report.answers) {
      if (explanation !== null) this.#explanations.keep(request, explanation)
      const asked = this.requests.answer(request, outcome)
      if (asked !== null) this.#tell(asked)
    }
  }

  nodeDied(seat: Seat): void {
    for (const asked of this.requests.nodeDied(seat.name, deathOf(seat))) {
      this.#explanations.keep(asked.request, explanationOfDeath(asked, deathOf(seat)))
      this.#tell(asked)
    }
  }

  async walRecords(fleet: Fleet, node: NodeName, from: number, limit: number): Promise<readonly WalRecordView[]> {
    const views: WalRecordView[] = []
    for (let next = from, more = true; more && views.length < limit; ) {
      const wanted = Math.min(RECORDS_AT_ONCE, limit - views.length)
      const inspected = await this.#inspect(fleet, node, { look: 'wal', from: lsn(next), limit: wanted })
      const records = inspected.look === 'wal' ? inspected.records : []
      for (const record of records) views.push(walRecordViewOf(record))
      next = (records.at(-1)?.lsn ?? next) + 1
      more = records.length === wanted
    }
    return views
  }

  async walBytes(fleet: Fleet, node: NodeName): Promise<Uint8Array> {
    const inspected = await this.#inspect(fleet, node, { look: 'walBytes' })
    return inspected.look === 'walBytes' ? inspected.bytes : new Uint8Array(0)
  }

  async versions(fleet: Fleet, node: NodeName, collection: string, id: string): Promise<readonly VersionView[]> {
    if (!GUARDS.writeKey.holds(collection, id, 0)) throw new AeroFailure(refusalOf(GUARDS.writeKey, [collection, id, 0]).error)
    const inspected = await this.#inspect(fleet, node, { look: 'versions', key: documentKey(collection, id) })
    return inspected.look === 'versions' ? inspected.versions.map(versionViewOf) : []
  }

  async chains(fleet: Fleet, node: NodeName, selection: ChainSelection): Promise<readonly ChainInspection[]> {
    const inspected = await this.#inspect(fleet, node, { look: 'chains', selection })
    return inspected.look === 'chains' ? inspected.chains : []
  }

  async explainNode(fleet: Fleet, node: NodeName): Promise<Explanation> {
    const inspected = await this.#inspect(fleet, node, { look: 'state' })
    if (inspected.look === 'state') return inspected.explanation
    throw failureOf(COMMAND_GUARDS.explanationKept, node, 'notKept')
  }

  /** @throws AeroFailure AERO_EXPLANATION_NOT_KEPT: no such request, or too long ago (CLUSTER-10) */
  explainRequest(request: string): Explanation {
    const kept = this.#explanations.of(request)
    if (kept !== null) return kept
    const waiting = this.requests.waiting().find((each) => each.request === request)
    if (waiting === undefined) throw failureOf(COMMAND_GUARDS.explanationKept, request, 'notKept')
    return { subject: waiting.command.kind, rules: [], conclusion: `node ${waiting.node} has not answered yet` }
  }

  async #inspect(fleet: Fleet, node: NodeName, inspection: Inspection): Promise<Inspected> {
    refuseTheDead(fleet.seat(node))
    const reply = await fleet.ask(node, { ask: 'inspect', inspection })
    if (reply.kind === 'inspected') {
      if (reply.inspected.look === 'refused') throw new AeroFailure(reply.inspected.error)
      return reply.inspected
    }
    if (reply.kind === 'failed') throw new AeroFailure(reply.error)
    throw diedUnanswered(requestId(inspection.look), node, deathOf(fleet.seat(node)))
  }

  #tell(asked: Asked): void {
    const { node, request, command } = asked
    const outcome = eventOutcomeOf(asked)
    if (outcome !== null) this.#bus.event({ kind: 'client', node, request, summary: summaryOf(command), outcome })
  }
}

function refuseTheDead({ life, name }: Seat): void {
  demand(COMMAND_GUARDS.nodeRuns, name, life, 'restart it first')
}

/** Null for a read whose node died: it has no outcome. */
function eventOutcomeOf(asked: Asked) {
  const { command, answer } = asked
  switch (command.kind) {
    case 'write':
      return writeOutcomeOf(asked)
    case 'read':
      return answer.kind === 'died' ? null : readOutcomeOf(asked)
    case 'openReadView':
      return answer.kind === 'died' ? null : readViewOutcomeOf(asked)
    case 'closeReadView':
    case 'resume':
    case 'bootstrap':
      return operatorOutcomeOf(asked)
  }
}

function walRecordViewOf(record: WalRecordInspection): WalRecordView {
  const { type, commitId, key, bytes, crc, chainDigest } = record
  const of: Lsn = record.lsn
  return {
    lsn: of,
    type,
    ...(commitId === null ? {} : { commitId }),
    ...(key === null ? {} : { key }),
    bytes,
    crc,
    chainDigest: digestHex(chainDigest),
  }
}

function versionViewOf({ commitId, tombstone, document }: VersionInspection): VersionView {
  return { commitId, tombstone, document: document === null ? null : documentOf(document) }
}

function deathOf({ starts, death }: Seat): Evidence {
  return { start: starts, cause: death === null ? 'killed' : death.code }
}

/** Nothing of what the node evaluated is left. What it did with the request is on its disk, or isn't. (CLUSTER-11) */
function explanationOfDeath({ request, node, command }: Asked, death: Evidence): Explanation {
  const { nodeOutlivedRequest } = COMMAND_GUARDS
  const evidence = nodeOutlivedRequest.evidence(request, node, death)
  const then =
    command.kind === 'write' || command.kind === 'resume' || command.kind === 'bootstrap'
      ? 'the outcome is unknown until its log tells, at its next start'
      : 'nothing was changed, and it can be asked again'
  return {
    subject: command.kind,
    rules: [{ rule: nodeOutlivedRequest.rule, verdict: 'fails', evidence }],
    conclusion: `${nodeOutlivedRequest.message(request, node, death)}: ${then}`,
  }
}
