import { AeroFailure } from '../failure.ts'
import { imageOfPacked, type OversizeDisk, type PackedDisk } from './packed-disk.ts'
import type { TraceStep } from './step.ts'

/** Steps of one node, in order, as they came from its host in one piece. */
export interface TracePiece {
  readonly node: string
  /** JSON of NodeStep[]. */
  readonly steps: string
  /** How many they are. */
  readonly count: number
}

/** What a node's disk held at first: nothing but what an operator had just made it hold, or what was found. */
export type FirstDisk = { readonly created: string } | PackedDisk | OversizeDisk

/** A run as it is recorded, in an order of causes. */
export interface Recording {
  readonly disks: readonly (readonly [node: string, disk: FirstDisk])[]
  readonly pieces: Iterable<TracePiece>
  /** False once the recording has stopped: steps after the last piece are missing. */
  readonly complete: boolean
}

/** How far a recording has come. */
export interface RecordingSize {
  readonly steps: number
  /** Of what it may hold: 0 to 1. */
  readonly share: number
  readonly complete: boolean
}

/**
 * The steps of the trace that a recording is.
 * @throws AeroFailure AERO_TRACE_INCOMPLETE, AERO_TRACE_DISK_TOO_LARGE
 */
export function* recordedSteps({ disks, pieces, complete }: Recording): Generator {
  if (!complete) throw incomplete()
  for (const [node, disk] of disks) yield firstStep(node, disk)
  for (const { node, steps } of pieces) {
    const parsed: unknown = JSON.parse(steps)
    if (!Array.isArray(parsed)) throw new Error(`${node} logged no list of steps`)
    for (const step of parsed) yield { node, ...step }
  }
}

function firstStep(node: string, disk: FirstDisk): TraceStep {
  if ('oversizeBytes' in disk) throw diskTooLarge(node, disk.oversizeBytes)
  return 'created' in disk ? { node, disk: { created: disk.created } } : { node, disk: imageOfPacked(disk) }
}

function incomplete(): AeroFailure {
  const message =
    'more has happened than is recorded, and a part can’t be replayed: create a cluster, or reload, to begin a new recording'
  return AeroFailure.refusing('AERO_TRACE_INCOMPLETE', message)
}

function diskTooLarge(node: string, bytes: number): AeroFailure {
  const message = `the disk of ${node} held more when the page loaded than a trace can begin with: create a cluster to begin a new one`
  return AeroFailure.refusing('AERO_TRACE_DISK_TOO_LARGE', message, { node, bytes })
}
