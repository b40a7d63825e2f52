import { N1, N2, type Rehearsal } from '../rehearsal.ts'
import { halted, inTurn, type Occasion, type Occasions, writing, written } from './occasion.ts'

const asked =
  (name: typeof N1, command: Parameters<Rehearsal['cluster']['command']>[1]): Occasion['happens'] =>
  ({ cluster }) => {
    cluster.command(name, command)
    cluster.settle()
  }
const RESUME = { kind: 'resume' } as const
const BOOTSTRAP = { kind: 'bootstrap', unproven: 'discard' } as const

/** The Replica hears nothing while so many commits are written, and then everything. */
const lagging = (commits: number) =>
  inTurn(written, (rehearsal) => {
    const { cluster } = rehearsal
    cluster.setCondition(N1, N2, 'hold')
    for (let commit = 0; commit < commits; commit++) rehearsal.put('a', `lagging ${commit}`)
    rehearsal.landAll(N1)
    cluster.setCondition(N1, N2, 'pass')
    cluster.settle()
  })

/** The Primary's disk loses a commit, which the Replica has, and it starts again. */
const lost = inTurn(writing, ({ cluster }) => {
  cluster.settle()
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: 1 })
  cluster.start(N1)
  cluster.settle()
})

const twoMore = inTurn(writing, (rehearsal) => {
  rehearsal.put('b', 'two')
  rehearsal.put('c', 'two')
  rehearsal.landAll(N1)
})

export const OF_OPERATORS: Occasions = {
  'replica-lagged-and-caught-up': { happens: lagging(4), doesNot: lagging(3) },
  'resume-succeeded': {
    happens: inTurn(halted, asked(N2, RESUME)),
    doesNot: inTurn(halted, ({ cluster }) => cluster.linkDown(N1, N2), asked(N2, RESUME)),
  },
  'resume-refused': {
    happens: inTurn(halted, ({ cluster }) => cluster.linkDown(N1, N2), asked(N2, RESUME)),
    doesNot: inTurn(halted, asked(N2, RESUME)),
  },
  'bootstrap-succeeded': { happens: inTurn(written, asked(N2, BOOTSTRAP)), doesNot: inTurn(written, asked(N1, BOOTSTRAP)) },
  'bootstrap-refused': { happens: inTurn(written, asked(N1, BOOTSTRAP)), doesNot: inTurn(written, asked(N2, BOOTSTRAP)) },
  'divergence-halted-both': { happens: lost, doesNot: halted },
  'commits-in-one-batch': { happens: twoMore, doesNot: twoMore, sync: 'group' },
}
