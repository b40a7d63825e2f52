import { PROTOCOL_VERSION } from '../aerodb/replication/frame.ts'
import { openFrame } from '../aerodb/replication/frame-codec.ts'
import { flipped, onKind, reseal, withProtocol } from './forgery.ts'
import { ImpossibleChoice } from './impossible-choice.ts'

/**
 * What can happen to the bytes of a frame. `truncate`, `flipBit`: on the way. `spoilRecords`: before its envelope was computed, so the checksum
 * fits. `otherProtocol`: it comes from a build that speaks another protocol.
 */
export type FrameChange = 'truncate' | 'flipBit' | 'spoilRecords' | 'otherProtocol'

/** Throws ImpossibleChoice where this frame can't be changed so. */
export function changedFrame(bytes: Uint8Array, change: FrameChange, position: number): Uint8Array {
  switch (change) {
    case 'truncate':
      return bytes.subarray(0, position % bytes.length)
    case 'flipBit':
      return flipped(bytes, position % (bytes.length * 8))
    case 'spoilRecords':
      return spoiled(bytes, position)
    case 'otherProtocol':
      return withProtocol(bytes, PROTOCOL_VERSION + 1)
  }
}

/** A bit of the records, or of the chain digests that stand for them. */
function spoiled(bytes: Uint8Array, position: number): Uint8Array {
  if (openFrame(bytes).frame?.body.kind !== 'records') throw new ImpossibleChoice('a frame without records to spoil')
  return reseal(
    bytes,
    onKind('records', (body) => {
      const { records, chainBefore, chainAfter } = body
      const at = position % ((records.length + chainBefore.length + chainAfter.length) * 8)
      const inChains = at - records.length * 8
      if (inChains < 0) return { ...body, records: flipped(records, at) }
      const inSecond = inChains - chainBefore.length * 8
      if (inSecond < 0) return { ...body, chainBefore: flipped(chainBefore, inChains) }
      return { ...body, chainAfter: flipped(chainAfter, inSecond) }
    }),
  )
}
