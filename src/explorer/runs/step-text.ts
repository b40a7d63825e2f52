import { AeroFailure } from '../../platform/failure.ts'
import type { Given } from '../../platform/trace/given.ts'
import { readStep } from '../../platform/trace/read-step.ts'
import type { TraceStep } from '../../platform/trace/step.ts'
import { counted } from '../design/counted.ts'

/** One step of a trace, for a person. */
export interface StepText {
  /** Null where it can't be read. */
  readonly node: string | null
  readonly text: string
  /** Where the node's digests or its role moved. */
  readonly moved: string | null
}

/** In a few words; of what is no step, why not. */
export function stepText(what: unknown, index: number): StepText {
  try {
    const step = readStep(what, index)
    return { node: step.node, text: happeningText(step), moved: movedText(step) }
  } catch (thrown) {
    if (!(thrown instanceof AeroFailure)) throw thrown
    return { node: null, text: thrown.reason, moved: null }
  }
}

const DEATHS = { killed: 'is killed', crashPoint: 'dies at a crash point', stopped: 'stops' } as const

function happeningText(step: TraceStep): string {
  if ('disk' in step)
    return 'created' in step.disk ? 'gets a new disk' : `has a disk with ${counted(step.disk.batches.length, 'batch', 'batches')}`
  if ('damage' in step) return damageText(step.damage)
  if ('died' in step) return DEATHS[step.died]
  if ('start' in step) return `starts, for the ${ordinal(step.start.starts)} time`
  if ('durable' in step) return `batch ${step.durable} is durable`
  if ('failed' in step) return `batch ${step.failed[0]} fails: ${step.failed[2]}`
  if ('up' in step) return `link to ${step.up[0]} comes up, epoch ${step.up[1]}`
  if ('down' in step) return `link to ${step.down} goes down`
  if ('frame' in step) {
    const [peer, incarnation, number] = step.frame
    const how = step.altered === undefined ? '' : step.altered.kind === 'truncate' ? ', truncated' : ', changed on its way'
    return `frame ${number} from ${peer}, incarnation ${incarnation}, arrives${how}${step.copy === undefined ? '' : ', and a copy stays'}`
  }
  if ('ask' in step) return `is asked ${step.ask[0]}: ${COMMANDS[step.ask[1].kind]}`
  return `is asked ${step.write[0]}: a write of its own client`
}

const COMMANDS = {
  write: 'a write',
  read: 'a read',
  openReadView: 'to open a read view',
  closeReadView: 'to close a read view',
  resume: 'to validate and resume',
  bootstrap: 'to bootstrap again',
} as const

function damageText(damage: Extract<TraceStep, { readonly damage: unknown }>['damage']): string {
  switch (damage.kind) {
    case 'flipBit':
      return `its disk: a bit flips at LSN ${damage.lsn}`
    case 'loseTail':
      return `its disk: the log is lost from LSN ${damage.fromLsn} on`
    case 'wipe':
      return 'its disk is wiped'
  }
}

function movedText({ at, role, threw }: Given): string | null {
  if (threw !== undefined) return `broke: ${threw}`
  if (at === undefined) return null
  const [durableLsn, commitId] = at
  return `${role === undefined ? '' : `${role}, `}durable LSN ${durableLsn}, CommitId ${commitId}`
}

function ordinal(count: number): string {
  const tens = count % 100
  const last = tens >= 11 && tens <= 13 ? 0 : count % 10
  return `${count}${last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`
}
