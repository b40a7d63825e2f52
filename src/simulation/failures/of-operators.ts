import type { Command } from '../../aerodb/command.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import type { RequestId } from '../../aerodb/ids.ts'
import type { Landing } from '../choice.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'
import { type Ending, type Failure, halted, must, recovered, toldTo } from './ending.ts'

const RESUME = { kind: 'resume' } as const
const BOOTSTRAP = { kind: 'bootstrap', unproven: 'refuse' } as const

/** n2 has found evidence in the frame of the second commit, and its halt is in flight. */
function halting(hash: Hash128): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  rehearsal.cluster.take({ kind: 'deliverChanged', change: 'flipBit', from: N1, to: N2, index: 0, position: 800 })
  must(rehearsal.cluster.at(N2).writing?.purpose === 'halt', 'n2 found nothing')
  return rehearsal
}

/** The operator's command has come to its batch, which is in flight. */
function underWay(rehearsal: Rehearsal, command: Command): RequestId {
  const { cluster } = rehearsal
  cluster.settle()
  const request = cluster.command(N2, command)
  while (cluster.at(N2).writing === null) {
    const [from, to] = cluster.busyLinks()[0] ?? [N2, N1]
    cluster.deliver(from, to)
  }
  return request
}

/** n2 dies with the batch of its operator's command in flight, and is started again. */
function diesUnder(rehearsal: Rehearsal, command: Command, batch: Landing): RequestId {
  const request = underWay(rehearsal, command)
  rehearsal.cluster.kill(N2, batch)
  rehearsal.cluster.start(N2)
  return request
}

/** n2 is halted as it was, and holds what it held. */
function nothingHappened(rehearsal: Rehearsal, request: RequestId): Ending {
  const told = toldTo(rehearsal, request)
  const outcome = rehearsal.outcome(request)
  const rule = outcome?.kind === 'refused' ? (outcome.error.rule ?? null) : null
  must(halted(rehearsal, N2).rule === 'LOG-1' && rehearsal.position(N2).durableLsn === 3, 'n2 is not as it was')
  return { outcome: 'the operation never happened', rule, told }
}

/** n2 is a Replica again that follows its Primary, and stays one. */
function done(rehearsal: Rehearsal, request: RequestId, fromLsn: number): Ending {
  rehearsal.cluster.settle()
  must(rehearsal.stated(N2, 'sessionOpened').at(-1)?.fromLsn === fromLsn, `its session did not begin at ${fromLsn}`)
  recovered(rehearsal, N2)
  must(rehearsal.position(N2).appliedCommitId === 2, 'n2 does not follow')
  return { outcome: 'the operation is durable', rule: null, told: toldTo(rehearsal, request) }
}

export const OF_OPERATORS: readonly Failure[] = [
  {
    id: 'FAIL-18',
    situation: 'a Replica dies with evidence found, before its halt is durable',
    happen: (hash) => {
      const rehearsal = halting(hash)
      rehearsal.restart(N2)
      must(rehearsal.position(N2).appliedCommitId === 2, 'n2 did not go on from its prefix')
      return recovered(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-19',
    situation: 'a Replica dies halted',
    happen: (hash) => {
      const rehearsal = halting(hash)
      rehearsal.cluster.settle()
      rehearsal.restart(N2)
      must(rehearsal.position(N2).role === 'ReplicationHalted', 'the halt was forgotten')
      return { ...recovered(rehearsal, N2), rule: null }
    },
  },
  {
    id: 'FAIL-20',
    situation: 'a Replica dies in a resume, whose batch did not land',
    happen: (hash) => {
      const rehearsal = halting(hash)
      return nothingHappened(rehearsal, diesUnder(rehearsal, RESUME, 'lost'))
    },
  },
  {
    id: 'FAIL-21',
    situation: 'a Replica dies in a resume, whose batch landed',
    happen: (hash) => {
      const rehearsal = halting(hash)
      return done(rehearsal, diesUnder(rehearsal, RESUME, 'lands'), 4)
    },
  },
  {
    id: 'FAIL-22',
    situation: 'a Replica dies in a bootstrap, whose batch did not land',
    happen: (hash) => {
      const rehearsal = halting(hash)
      return nothingHappened(rehearsal, diesUnder(rehearsal, BOOTSTRAP, 'lost'))
    },
  },
  {
    id: 'FAIL-23',
    situation: 'a Replica dies in a bootstrap, whose batch landed',
    happen: (hash) => {
      const rehearsal = halting(hash)
      return done(rehearsal, diesUnder(rehearsal, BOOTSTRAP, 'lands'), 1)
    },
  },
  ...([RESUME, BOOTSTRAP] as const).map((command) => ({
    id: 'FAIL-77' as const,
    situation: `the disk refuses the batch of a ${command.kind}`,
    happen: (hash: Hash128) => {
      const rehearsal = halting(hash)
      const request = underWay(rehearsal, command)
      rehearsal.cluster.fail(N2, { outcome: 'aborted', cause: 'QuotaExceededError' })
      return nothingHappened(rehearsal, request)
    },
  })),
]
