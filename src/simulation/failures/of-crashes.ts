import type { Hash128 } from '../../aerodb/digest.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Landing } from '../choice.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'
import { type Failure, isDurable, must, neverHappened, recovered, retransmitted } from './ending.ts'

/** A Primary and a Replica with one commit, `a`, at LSN 2 and 3. */
function steady(hash: Hash128): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

function dies({ cluster }: Rehearsal, name: NodeName, batch: Landing = 'lost'): void {
  cluster.kill(name, batch)
  cluster.start(name)
  cluster.settle()
}

/** It carries out so many of its next effects, and dies where the next would be. */
function diesAfter({ cluster }: Rehearsal, name: NodeName, effects: number): void {
  cluster.take({ kind: 'crashAfter', node: name, effects, batch: 'lost' })
}

function comesBack({ cluster }: Rehearsal, name: NodeName): void {
  must(cluster.at(name).node === null, `${name} did not die`)
  cluster.start(name)
  cluster.settle()
}

/** `b` is durable on the Primary, at LSN 4 and 5, and its frame has arrived at the Replica, whose batch is in flight. */
function received(hash: Hash128): Rehearsal {
  const rehearsal = steady(hash)
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  rehearsal.cluster.deliver(N1, N2)
  return rehearsal
}

export const OF_CRASHES: readonly Failure[] = [
  {
    id: 'FAIL-1',
    situation: 'the Primary dies in place of handing its batch to the disk',
    happen: (hash) => {
      const rehearsal = steady(hash)
      diesAfter(rehearsal, N1, 0)
      return neverHappened(rehearsal, 'b', rehearsal.put('b', 'two'))
    },
  },
  {
    id: 'FAIL-2',
    situation: 'the Primary dies, and its batch did not land',
    happen: (hash) => {
      const rehearsal = steady(hash)
      const request = rehearsal.put('b', 'two')
      dies(rehearsal, N1, 'lost')
      return neverHappened(rehearsal, 'b', request)
    },
  },
  {
    id: 'FAIL-3',
    situation: 'the Primary dies, and its batch landed',
    happen: (hash) => {
      const rehearsal = steady(hash)
      const request = rehearsal.put('b', 'two')
      dies(rehearsal, N1, 'lands')
      return isDurable(rehearsal, 'b', request)
    },
  },
  {
    id: 'FAIL-4',
    situation: 'the batch is durable, and the Primary dies before it says anything',
    happen: (hash) => {
      const rehearsal = steady(hash)
      const request = rehearsal.put('b', 'two')
      diesAfter(rehearsal, N1, 0)
      rehearsal.cluster.land(N1)
      comesBack(rehearsal, N1)
      return isDurable(rehearsal, 'b', request)
    },
  },
  {
    id: 'FAIL-5',
    situation: 'the client was told, and the Primary dies before it ships',
    happen: (hash) => {
      const rehearsal = steady(hash)
      const request = rehearsal.put('b', 'two')
      diesAfter(rehearsal, N1, 3)
      rehearsal.cluster.land(N1)
      must(rehearsal.outcome(request)?.kind === 'acknowledged', 'nobody was told')
      comesBack(rehearsal, N1)
      return isDurable(rehearsal, 'b', request)
    },
  },
  {
    id: 'FAIL-6',
    situation: 'the frame of a durable commit did not leave',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.put('b', 'two')
      diesAfter(rehearsal, N1, 3)
      rehearsal.cluster.land(N1)
      comesBack(rehearsal, N1)
      return retransmitted(rehearsal, N2, 4)
    },
  },
  {
    id: 'FAIL-7',
    situation: 'an idle Primary dies',
    happen: (hash) => {
      const rehearsal = steady(hash)
      dies(rehearsal, N1)
      return recovered(rehearsal, N1)
    },
  },
  {
    id: 'FAIL-8',
    situation: 'a Primary dies in its first start, before its history has begun',
    happen: (hash) => {
      const rehearsal = new Rehearsal({ hash, nodes: [N1] })
      rehearsal.cluster.start(N1)
      dies(rehearsal, N1, 'lost')
      must(rehearsal.stated(N1, 'historyAdopted').length === 1, 'a second history began')
      return recovered(rehearsal, N1)
    },
  },
  {
    id: 'FAIL-9',
    situation: 'the Primary stays dead, and a client writes to a Replica',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.kill(N1, 'lost')
      const operations = [{ op: 'put', collection: 'notes', document: { _id: 'b' } }] as const
      return neverHappened(rehearsal, 'b', rehearsal.write(operations, null, N2))
    },
  },
  {
    id: 'FAIL-10',
    situation: 'a Replica dies with records received, none of them at the disk',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.put('b', 'two')
      rehearsal.landAll(N1)
      diesAfter(rehearsal, N2, 1)
      rehearsal.cluster.deliver(N1, N2)
      comesBack(rehearsal, N2)
      return retransmitted(rehearsal, N2, 4)
    },
  },
  {
    id: 'FAIL-11',
    situation: 'a Replica dies, and its batch did not land',
    happen: (hash) => {
      const rehearsal = received(hash)
      dies(rehearsal, N2, 'lost')
      return retransmitted(rehearsal, N2, 4)
    },
  },
  {
    id: 'FAIL-12',
    situation: 'a Replica dies, and its batch landed',
    happen: (hash) => {
      const rehearsal = received(hash)
      dies(rehearsal, N2, 'lands')
      must(rehearsal.stated(N2, 'sessionOpened').at(-1)?.fromLsn === 6, 'what had landed was sent again')
      return recovered(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-13',
    situation: 'a Replica dies with its records durable, and not applied',
    happen: (hash) => {
      const rehearsal = received(hash)
      diesAfter(rehearsal, N2, 0)
      rehearsal.cluster.land(N2)
      comesBack(rehearsal, N2)
      must(rehearsal.position(N2).appliedCommitId === 2, 'what was durable is not applied')
      return recovered(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-14',
    situation: 'a Replica dies with its records applied, and not reported',
    happen: (hash) => {
      const rehearsal = received(hash)
      diesAfter(rehearsal, N2, 2)
      rehearsal.cluster.land(N2)
      must(rehearsal.stated(N2, 'applied').at(-1)?.commitId === 2, 'it died too early')
      comesBack(rehearsal, N2)
      return recovered(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-15',
    situation: 'a Replica dies with a read view open, and a client reads through it',
    happen: (hash) => {
      const rehearsal = steady(hash)
      const opened = rehearsal.ask(N2, { kind: 'openReadView', at: null })
      if (opened?.kind !== 'opened') throw new Error('no view was opened')
      dies(rehearsal, N2)
      const at = { kind: 'view', view: opened.view } as const
      const request = rehearsal.cluster.command(N2, { kind: 'read', collection: 'notes', id: 'a', at })
      return neverHappened(rehearsal, 'never written', request)
    },
  },
  {
    id: 'FAIL-16',
    situation: 'a node dies before its start is durable',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.kill(N1, 'lost')
      rehearsal.cluster.start(N1)
      dies(rehearsal, N1, 'lost')
      return recovered(rehearsal, N1)
    },
  },
  {
    id: 'FAIL-17',
    situation: 'a node dies with its start durable, before its first frame',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.kill(N1, 'lost')
      rehearsal.cluster.start(N1)
      diesAfter(rehearsal, N1, 1)
      rehearsal.cluster.land(N1)
      must(rehearsal.cluster.frames(N1, N2).length === 0, 'a frame left')
      comesBack(rehearsal, N1)
      return recovered(rehearsal, N1)
    },
  },
]
