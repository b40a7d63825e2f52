import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge({ node, observation }: FactOf<'observed'>, bench: Bench): void {
  const history = bench.chronicle.historyOf(node)
  const author = history?.author ?? null
  if (history === null || author === null) return
  if (observation.kind === 'roleChanged' && observation.role === 'PrimaryActive') {
    bench.check()
    if (author !== node) bench.breach([], { node, historyId: history.id, author })
  } else if (observation.kind === 'applied' && author !== node) {
    bench.check()
    if (observation.commitId > history.lastCommitId) {
      bench.breach([], { node, commitId: observation.commitId, author, lastCommitIdOfAuthor: history.lastCommitId })
    }
  }
}

export const commitAuthority: Invariant = {
  id: 'commit-authority',
  statement: 'A history has one author: no other node is its Primary, and no node holds a commit that its author has not made.',
  rules: ['MODEL-7', 'MODEL-10', 'MODEL-4'],
  hears: ['observed roleChanged', 'observed applied'],
  open: stateless(judge),
}
