import type { Hash128 } from '../aerodb/digest.ts'
import type { Position } from '../aerodb/observation.ts'
import { N1, N2, Rehearsal } from './rehearsal.ts'

export interface FrameUnderWay {
  readonly rehearsal: Rehearsal
  /** The frame that carries the second commit, LSN 4 to 6, and has left the Primary. */
  readonly frame: Uint8Array
}

/** n2 has the first commit, and a frame with the second, of two documents, is on its way. */
export function frameUnderWay(hash: Hash128): FrameUnderWay {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.write([
    { op: 'put', collection: 'notes', document: { _id: 'b', text: 'two' } },
    { op: 'delete', collection: 'notes', id: 'a' },
  ])
  rehearsal.landAll(N1)
  return { rehearsal, frame: rehearsal.intercept(N1, N2) }
}

/** What n2 says once these bytes arrived and everything has come to rest. */
export function afterReceiving({ rehearsal }: FrameUnderWay, bytes: Uint8Array): Position {
  rehearsal.cluster.inject(N1, N2, bytes)
  rehearsal.cluster.settle()
  return rehearsal.position(N2)
}
