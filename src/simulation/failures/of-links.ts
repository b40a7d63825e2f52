import type { Hash128 } from '../../aerodb/digest.ts'
import type { FrameKind } from '../../aerodb/effect.ts'
import { commitId, type NodeName } from '../../aerodb/ids.ts'
import { onKind, reseal, withCommit } from '../forgery.ts'
import type { FrameChange } from '../frame-change.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'
import { type Failure, halted, isDurable, must, retransmitted } from './ending.ts'

/** A Primary and a Replica with one commit, `a`, at LSN 2 and 3. */
function steady(hash: Hash128): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

/** A commit, whose frame is under way to n2. */
function putUnderWay(rehearsal: Rehearsal, id: string): void {
  rehearsal.put(id, 'text')
  rehearsal.landAll(N1)
}

/** `b`, at LSN 4 and 5, is under way to n2. */
function shipped(hash: Hash128): Rehearsal {
  const rehearsal = steady(hash)
  putUnderWay(rehearsal, 'b')
  return rehearsal
}

function relinked(rehearsal: Rehearsal): Rehearsal {
  rehearsal.relink(N1, N2)
  rehearsal.cluster.settle()
  return rehearsal
}

function arrivesChanged({ cluster }: Rehearsal, from: NodeName, to: NodeName, change: FrameChange, position: number): void {
  cluster.take({ kind: 'deliverChanged', change, from, to, index: 0, position })
}

interface Arriving {
  readonly rehearsal: Rehearsal
  readonly from: NodeName
  readonly to: NodeName
}

/** A new epoch, with `b` to catch up on, up to the moment in which a frame of that kind is the next to arrive. */
function handshakeUpTo(hash: Hash128, kind: FrameKind): Arriving {
  const rehearsal = steady(hash)
  const { cluster } = rehearsal
  cluster.linkDown(N1, N2)
  putUnderWay(rehearsal, 'b')
  cluster.linkUp(N1, N2)
  const [from, to] = kind === 'hello' || kind === 'accept' ? [N1, N2] : [N2, N1]
  while (cluster.frames(from, to)[0]?.label.kind !== kind) {
    const [next] = cluster.busyLinks()
    if (next === undefined) throw new Error(`no ${kind} comes`)
    cluster.deliver(...next)
    rehearsal.landAll(N2)
  }
  return { rehearsal, from, to }
}

/** Nothing that anyone holds, says or serves is other than it was; the frame is counted. */
function discarded(rehearsal: Rehearsal, by: NodeName, arrive: () => void): ReturnType<Failure['happen']> {
  const stateOf = (): string =>
    [N1, N2].map((name) => JSON.stringify({ ...rehearsal.position(name), framesOtherSession: 0, framesDuplicate: 0 })).join()
  const [before, counted] = [stateOf(), rehearsal.position(by).framesOtherSession]
  arrive()
  must(stateOf() === before, 'something changed')
  must(rehearsal.position(by).framesOtherSession === counted + 1, 'it was not counted')
  const refused = rehearsal.stated(by, 'frameRefused').at(-1)
  return { outcome: 'the operation never happened', rule: refused?.rule ?? null, told: null }
}

const HANDSHAKE = ['hello', 'present', 'accept', 'report'] as const

export const OF_LINKS: readonly Failure[] = [
  {
    id: 'FAIL-30',
    situation: 'a partition, with a frame in flight',
    happen: (hash) => retransmitted(relinked(shipped(hash)), N2, 4),
  },
  {
    id: 'FAIL-31',
    situation: 'a partition, and a read at the Replica within its prefix',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      rehearsal.cluster.linkDown(N1, N2)
      const read = rehearsal.read(N2, 'a')
      must(read?.kind === 'served' && read.version === 1, 'the prefix is not served')
      return isDurable(rehearsal, 'a')
    },
  },
  { id: 'FAIL-32', situation: 'a frame passes', happen: (hash) => isDurable(shipped(hash), 'b') },
  {
    id: 'FAIL-33',
    situation: 'a cut that no one is told of, then a new session',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.setCondition(N1, N2, 'cut')
      putUnderWay(rehearsal, 'b')
      rehearsal.cluster.settle()
      rehearsal.cluster.setCondition(N1, N2, 'pass')
      return retransmitted(relinked(rehearsal), N2, 4)
    },
  },
  {
    id: 'FAIL-34',
    situation: 'a cut that is lifted within the session, and a frame follows',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.setCondition(N1, N2, 'cut')
      putUnderWay(rehearsal, 'b')
      rehearsal.cluster.setCondition(N1, N2, 'pass')
      putUnderWay(rehearsal, 'c')
      return halted(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-35',
    situation: 'frames held, and released in order',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.setCondition(N1, N2, 'hold')
      for (const id of ['b', 'c']) putUnderWay(rehearsal, id)
      rehearsal.cluster.settle()
      must(rehearsal.position(N2).durableLsn === 3, 'a held frame arrived')
      rehearsal.cluster.setCondition(N1, N2, 'pass')
      return isDurable(rehearsal, 'c')
    },
  },
  {
    id: 'FAIL-36',
    situation: 'frames held, and lost with their link',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.setCondition(N1, N2, 'hold')
      putUnderWay(rehearsal, 'b')
      rehearsal.cluster.linkDown(N1, N2)
      rehearsal.cluster.setCondition(N1, N2, 'pass')
      return retransmitted(relinked(rehearsal), N2, 4)
    },
  },
  {
    id: 'FAIL-36',
    situation: 'frames held, and lost with their sender',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.setCondition(N1, N2, 'hold')
      putUnderWay(rehearsal, 'b')
      rehearsal.cluster.kill(N1, 'lost')
      rehearsal.cluster.setCondition(N1, N2, 'pass')
      rehearsal.cluster.start(N1)
      rehearsal.cluster.settle()
      return retransmitted(rehearsal, N2, 4)
    },
  },
  {
    id: 'FAIL-37',
    situation: 'a frame is dropped, and another follows',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      rehearsal.cluster.drop(N1, N2)
      putUnderWay(rehearsal, 'c')
      return halted(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-38',
    situation: 'the last frame is dropped',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      rehearsal.cluster.drop(N1, N2)
      rehearsal.cluster.settle()
      must(rehearsal.position(N2).session === 'streaming' && rehearsal.position(N2).durableLsn === 3, 'someone noticed')
      return retransmitted(relinked(rehearsal), N2, 4)
    },
  },
  {
    id: 'FAIL-39',
    situation: 'a frame is doubled',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      rehearsal.cluster.duplicate(N1, N2)
      rehearsal.cluster.settle()
      must(rehearsal.position(N2).framesDuplicate === 1, 'it was not counted')
      const rule = rehearsal.stated(N2, 'frameRefused').at(-1)?.rule ?? null
      return { ...isDurable(rehearsal, 'b'), rule }
    },
  },
  {
    id: 'FAIL-40',
    situation: 'the next frame passes one',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      putUnderWay(rehearsal, 'c')
      rehearsal.cluster.deliver(N1, N2, 1)
      return halted(rehearsal, N2)
    },
  },
  ...[0, 1, 40, 150, 262].map((bytes) => ({
    id: 'FAIL-41' as const,
    situation: `a frame is cut to ${bytes} bytes`,
    happen: (hash: Hash128) => {
      const rehearsal = shipped(hash)
      arrivesChanged(rehearsal, N1, N2, 'truncate', bytes)
      return halted(rehearsal, N2)
    },
  })),
  ...[0, 33, 55, 300, 1000, 2000].map((bit) => ({
    id: 'FAIL-42' as const,
    situation: `bit ${bit} of a frame is flipped`,
    happen: (hash: Hash128) => {
      const rehearsal = shipped(hash)
      arrivesChanged(rehearsal, N1, N2, 'flipBit', bit)
      return halted(rehearsal, N2)
    },
  })),
  ...(['hello', 'accept'] as const).flatMap((kind) =>
    [
      { id: 'FAIL-41' as const, change: 'truncate' as const, situation: `a ${kind} frame of the Primary is cut short` },
      { id: 'FAIL-42' as const, change: 'flipBit' as const, situation: `a bit of a ${kind} frame of the Primary is flipped` },
    ].map(({ id, change, situation }) => ({
      id,
      situation,
      happen: (hash: Hash128) => {
        const { rehearsal, from, to } = handshakeUpTo(hash, kind)
        arrivesChanged(rehearsal, from, to, change, 77)
        return halted(rehearsal, N2)
      },
    })),
  ),
  {
    id: 'FAIL-43',
    situation: 'a record was damaged before its frame was sealed',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      arrivesChanged(rehearsal, N1, N2, 'spoilRecords', 160)
      return halted(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-43',
    situation: 'a CommitId that was there before',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      rehearsal.cluster.deliver(N1, N2, 0, (bytes) => withCommit(hash, bytes, commitId(1)))
      return halted(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-43',
    situation: 'records that do not give the digest of their frame',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      const chainAfter = new Uint8Array(16).fill(7)
      rehearsal.cluster.deliver(N1, N2, 0, (bytes) =>
        reseal(
          bytes,
          onKind('records', (body) => ({ ...body, chainAfter })),
        ),
      )
      return halted(rehearsal, N2)
    },
  },
  ...(['present', 'report'] as const).flatMap((kind) =>
    (['truncate', 'flipBit'] as const).map((change) => ({
      id: 'FAIL-44' as const,
      situation: `a ${kind} frame: ${change}`,
      happen: (hash: Hash128) => {
        const { rehearsal, from, to } = handshakeUpTo(hash, kind)
        arrivesChanged(rehearsal, from, to, change, 77)
        must(rehearsal.position(N1).role === 'PrimaryActive', 'the Primary does not go on')
        const rule = rehearsal.stated(N1, 'frameRefused').at(-1)?.rule ?? null
        rehearsal.cluster.settle()
        putUnderWay(rehearsal, 'c')
        rehearsal.cluster.settle()
        const { durableLsn } = rehearsal.position(N2)
        return { ...retransmitted(relinked(rehearsal), N2, durableLsn + 1), rule }
      },
    })),
  ),
  ...HANDSHAKE.map((kind) => ({
    id: 'FAIL-45' as const,
    situation: `a ${kind} frame is dropped`,
    happen: (hash: Hash128) => {
      const { rehearsal, from, to } = handshakeUpTo(hash, kind)
      rehearsal.cluster.drop(from, to)
      if (kind === 'report') {
        rehearsal.cluster.settle()
        must(rehearsal.position(N1).peers[0]?.reportedDurableLsn === 3, 'the account does not lag')
        rehearsal.cluster.setCondition(N1, N2, 'cut')
        putUnderWay(rehearsal, 'c')
        rehearsal.cluster.setCondition(N1, N2, 'pass')
      }
      rehearsal.cluster.settle()
      const { durableLsn } = rehearsal.position(N2)
      must(durableLsn < rehearsal.position(N1).durableLsn, 'nothing was missed')
      return retransmitted(relinked(rehearsal), N2, durableLsn + 1)
    },
  })),
  ...(['hello', 'present', 'accept'] as const).map((kind) => ({
    id: 'FAIL-46' as const,
    situation: `a ${kind} frame is doubled`,
    happen: (hash: Hash128) => {
      const { rehearsal, from, to } = handshakeUpTo(hash, kind)
      const bytes = rehearsal.cluster.frames(from, to)[0]?.bytes ?? new Uint8Array(0)
      rehearsal.cluster.settle()
      return discarded(rehearsal, to, () => rehearsal.cluster.inject(from, to, bytes))
    },
  })),
  {
    id: 'FAIL-46',
    situation: 'an older report arrives after a newer one, and takes nothing back',
    happen: (hash) => {
      const rehearsal = steady(hash)
      for (const id of ['b', 'c']) {
        putUnderWay(rehearsal, id)
        rehearsal.cluster.deliver(N1, N2)
        rehearsal.landAll(N2)
      }
      rehearsal.cluster.deliver(N2, N1, 1)
      const before = JSON.stringify(rehearsal.position(N1))
      rehearsal.cluster.deliver(N2, N1)
      must(JSON.stringify(rehearsal.position(N1)) === before, 'it took something back')
      return { outcome: 'the operation never happened', rule: null, told: null }
    },
  },
  {
    id: 'FAIL-46',
    situation: 'a frame of a dead incarnation arrives',
    happen: (hash) => {
      const rehearsal = shipped(hash)
      const late = rehearsal.intercept(N1, N2)
      rehearsal.restart(N1)
      return discarded(rehearsal, N2, () => rehearsal.cluster.inject(N1, N2, late))
    },
  },
]
