import type { Command, Outcome, ReadAt } from '../command.ts'
import { type CommitId, documentKey, NO_COMMIT, type RequestId, readViewId } from '../ids.ts'
import { type DocumentReading, readDocument } from '../mvcc/version.ts'
import { visibleVersion } from '../mvcc/visibility.ts'
import { OK, type Verdict } from '../rules/guard.ts'
import { CHECKS } from './checks.ts'
import type { Core } from './core.ts'
import { Trail } from './trail.ts'

/** No garbage has been collected yet, so nothing lies below the floor. */
export const VISIBILITY_FLOOR = NO_COMMIT

const NOTHING: DocumentReading = { document: null, fault: null }

type ReadCommand = Extract<Command, { readonly kind: 'read' | 'openReadView' | 'closeReadView' }>

/** Reads never wait and change nothing but the set of open views. */
export function serveRead(core: Core, request: RequestId, command: ReadCommand): void {
  const trail = new Trail()
  const outcome = answerRead(core, trail, command)
  const conclusion = outcome.kind === 'refused' ? outcome.error.message : conclude(outcome)
  core.explanations.record(request, { subject: command.kind, asked: trail.asked, checks: CHECKS[command.kind], conclusion })
  core.answer(request, outcome)
}

function answerRead(core: Core, trail: Trail, command: ReadCommand): Outcome {
  switch (command.kind) {
    case 'read': {
      const gate = passGate(core, trail, command.at)
      if (gate.verdict.verdict === 'fails') return { kind: 'refused', error: gate.verdict.error }
      if (!core.guards.writeKey.holds(command.collection, command.id, 0)) {
        const key = trail.ask(core.guards.writeKey, command.collection, command.id, 0)
        if (key.verdict === 'fails') return { kind: 'refused', error: key.error }
      }
      const version = visibleVersion(core.versions.chain(documentKey(command.collection, command.id)), gate.bound)
      const found = version === null ? NOTHING : readDocument(version)
      if (version !== null && found.fault !== null) {
        const decoded = trail.ask(core.guards.recordPayload, found.fault, version.lsn)
        if (decoded.verdict === 'fails') return { kind: 'refused', error: decoded.error }
      }
      return { kind: 'served', document: found.document, version: version?.commitId ?? null, bound: gate.bound }
    }
    case 'openReadView': {
      const gate = passGate(core, trail, command.at === null ? { kind: 'newest' } : { kind: 'commit', commitId: command.at })
      if (gate.verdict.verdict === 'fails') return { kind: 'refused', error: gate.verdict.error }
      const lasting = trail.ask(core.guards.operatorIdle, discardDecided(core) ? 'bootstrap' : null)
      if (lasting.verdict === 'fails') return { kind: 'refused', error: lasting.error }
      core.viewsOpened += 1
      const view = readViewId(`${core.configuration.node}.r${core.incarnation}.${core.viewsOpened}`)
      core.views.set(view, gate.bound)
      core.observe({ kind: 'readViewOpened', view, bound: gate.bound })
      return { kind: 'opened', view, bound: gate.bound }
    }
    case 'closeReadView': {
      const verdict = trail.ask(core.guards.readViewOpen, command.view, [...core.views.keys()])
      if (verdict.verdict === 'fails') return { kind: 'refused', error: verdict.error }
      core.views.delete(command.view)
      core.observe({ kind: 'readViewClosed', view: command.view })
      return { kind: 'done', detail: null }
    }
  }
}

/** A bootstrap is going to discard what a view would show: none is opened any more. (RECOVERY-12) */
function discardDecided({ operation }: Core): boolean {
  return operation?.kind === 'bootstrap' && operation.phase !== 'asking'
}

/** The read gate: role, then the view if one is named, then the bound. (READ-1 to READ-4) */
function passGate(core: Core, trail: Trail, at: ReadAt): { readonly verdict: Verdict; readonly bound: CommitId } {
  const applied = core.versions.appliedCommitId
  const role = trail.ask(core.guards.readRole, core.servingRole)
  if (role.verdict === 'fails') return { verdict: role, bound: applied }
  let bound = applied
  if (at.kind === 'view') {
    const view = trail.ask(core.guards.readViewOpen, at.view, [...core.views.keys()])
    if (view.verdict === 'fails') return { verdict: view, bound }
    bound = core.views.get(at.view) ?? applied
  } else if (at.kind === 'commit') bound = at.commitId
  const within = trail.ask(core.guards.readWithinApplied, bound, applied)
  if (within.verdict === 'fails') return { verdict: within, bound }
  const above = trail.ask(core.guards.readAboveFloor, bound, VISIBILITY_FLOOR)
  return { verdict: above.verdict === 'fails' ? above : OK, bound }
}

function conclude(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'served':
      return outcome.version === null
        ? `nothing visible at ${outcome.bound}`
        : `version ${outcome.version} is visible at ${outcome.bound}`
    case 'opened':
      return `view ${outcome.view} opened at ${outcome.bound}`
    case 'done':
      return 'closed'
    case 'acknowledged':
    case 'rejected':
    case 'refused':
      return outcome.kind
  }
}
