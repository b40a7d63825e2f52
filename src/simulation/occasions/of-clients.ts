import { commitId } from '../../aerodb/ids.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'
import { inTurn, type Occasions, shipping, writing, written } from './occasion.ts'

const readOnReplica = (rehearsal: Rehearsal) => void rehearsal.read(N2, 'a')
const settled = ({ cluster }: Rehearsal) => cluster.settle()
const based = (on: number) => (rehearsal: Rehearsal) => void rehearsal.put('a', 'three', commitId(on))

/** Reads through a view of the Replica, before or after a further commit. */
function readThroughView(rehearsal: Rehearsal, commits: number): void {
  written(rehearsal)
  const opened = rehearsal.ask(N2, { kind: 'openReadView', at: null })
  if (opened?.kind !== 'opened') throw new Error('no view was opened')
  for (let commit = 0; commit < commits; commit++) rehearsal.putAndSettle('a', 'two')
  rehearsal.read(N2, 'a', { kind: 'view', view: opened.view })
}

export const OF_CLIENTS: Occasions = {
  'unknown-outcome-landed': {
    happens: inTurn(writing, ({ cluster }) => cluster.kill(N1, 'lands')),
    doesNot: inTurn(writing, ({ cluster }) => cluster.kill(N1, 'lost')),
  },
  'unknown-outcome-never-happened': {
    happens: inTurn(writing, ({ cluster }) => cluster.kill(N1, 'lost')),
    doesNot: inTurn(writing, ({ cluster }) => cluster.kill(N1, 'lands')),
  },
  'aborted-batch-rejected': {
    happens: inTurn(writing, ({ cluster }) => cluster.fail(N1, { outcome: 'aborted', cause: '' })),
    doesNot: inTurn(writing, ({ cluster }) => cluster.fail(N1, { outcome: 'unknown', cause: '' })),
  },
  'conflict-rejected': {
    happens: inTurn(writing, settled, based(1)),
    doesNot: inTurn(writing, settled, based(2), settled),
  },
  'read-on-lagging-replica': {
    happens: inTurn(shipping, readOnReplica),
    doesNot: inTurn(shipping, settled, readOnReplica),
  },
  'view-outlived-commits': {
    happens: (rehearsal) => readThroughView(rehearsal, 1),
    doesNot: (rehearsal) => readThroughView(rehearsal, 0),
  },
}
