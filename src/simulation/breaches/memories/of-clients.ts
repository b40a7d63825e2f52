import type { Outcome } from '../../../aerodb/command.ts'
import type { NodeName } from '../../../aerodb/ids.ts'
import { commitId, type ReadViewId, readViewId } from '../../../aerodb/ids.ts'
import type { Fact } from '../../../invariants/fact.ts'
import { N1, N2 } from '../../rehearsal.ts'
import { after, type Remembered } from './remembered.ts'
import { ALL_STARTED, adopts, answered, R1, read, served } from './telling.ts'

const [V, W] = [readViewId('v'), readViewId('w')]

function opensView(node: NodeName, view: ReadViewId, bound = 1): Fact {
  const outcome: Outcome = { kind: 'opened', view, bound: commitId(bound) }
  return answered(node, R1, { kind: 'openReadView', at: null }, outcome)
}

function readsThrough(view: ReadViewId, id: string, version: number, text = 'one'): Fact {
  return answered(N1, R1, read(id, { kind: 'view', view }), served(id, version, 2, text))
}

/** Of N1, at its newest. */
function reads(id: string, version: number, bound: number): Fact {
  return answered(N1, R1, read(id), served(id, version, bound))
}

const OPENED = [...ALL_STARTED, opensView(N1, V, 2)]

export const MEMORIES_OF_CLIENTS: Readonly<Record<string, readonly Remembered[]>> = {
  'read-views-stable': [
    ...after(
      ALL_STARTED,
      {
        what: 'who has a view open',
        one: [opensView(N1, V, 2)],
        other: [opensView(N2, V, 2)],
        future: [readsThrough(V, 'a', 1)],
      },
      {
        what: 'which view is open',
        one: [opensView(N1, V, 2)],
        other: [opensView(N1, W, 2)],
        future: [readsThrough(V, 'a', 1)],
      },
      {
        what: 'the bound that it was opened with',
        one: [opensView(N1, V, 2)],
        other: [opensView(N1, V, 3)],
        future: [readsThrough(V, 'a', 1)],
      },
    ),
    ...after(
      OPENED,
      {
        what: 'of which document something was seen',
        one: [readsThrough(V, 'a', 1)],
        other: [readsThrough(V, 'b', 1)],
        future: [readsThrough(V, 'a', 2)],
      },
      {
        what: 'the version that was seen',
        one: [readsThrough(V, 'a', 1)],
        other: [readsThrough(V, 'a', 2)],
        future: [readsThrough(V, 'a', 2)],
      },
      {
        what: 'what was in it',
        one: [readsThrough(V, 'a', 1, 'one')],
        other: [readsThrough(V, 'a', 1, 'two')],
        future: [readsThrough(V, 'a', 1, 'two')],
      },
    ),
  ],
  'reads-equal-primary': after(
    [...ALL_STARTED, adopts(N1, 'g'), adopts(N1, 'h')],
    {
      what: 'of which document there is nothing between two commits',
      one: [reads('a', 1, 5)],
      other: [reads('b', 1, 5)],
      future: [reads('a', 3, 6)],
    },
    {
      what: 'in which history',
      one: [reads('a', 1, 5)],
      other: [adopts(N1, 'g'), reads('a', 1, 5), adopts(N1, 'h')],
      future: [reads('a', 3, 6)],
    },
    {
      what: 'from where on',
      one: [reads('a', 1, 5)],
      other: [reads('a', 2, 5)],
      future: [reads('a', 2, 6)],
    },
    {
      what: 'up to where',
      one: [reads('a', 1, 5)],
      other: [reads('a', 1, 2)],
      future: [reads('a', 3, 6)],
    },
  ),
}
