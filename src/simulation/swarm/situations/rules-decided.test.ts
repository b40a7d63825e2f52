import { expect, test } from 'vitest'
import { commitId } from '../../../aerodb/ids.ts'
import { WINDOW_RECORDS } from '../../../aerodb/replication/primary-session.ts'
import { STRUCTURAL_RULES, type StructuralRule } from '../../../aerodb/rules/structural-rules.ts'
import type { Fact } from '../../../invariants/fact.ts'
import { Judge } from '../../../invariants/judge.ts'
import { loadHash128 } from '../../../platform/hashing.ts'
import { halted, inTurn, shipping, writing, written } from '../../occasions/occasion.ts'
import { N1, N2, Rehearsal } from '../../rehearsal.ts'
import { RulesDecided } from './rules-decided.ts'

const hash = await loadHash128()

type Story = (rehearsal: Rehearsal) => void

interface Told {
  readonly decides: Story
  readonly doesNot: Story
}

const settled: Story = ({ cluster }) => cluster.settle()
const readOn = (name: typeof N1) => (rehearsal: Rehearsal) => void rehearsal.read(name, 'a')
const readAt = (bound: number) => (rehearsal: Rehearsal) =>
  void rehearsal.read(N1, 'a', { kind: 'commit', commitId: commitId(bound) })
const restarted = (name: typeof N1) => (rehearsal: Rehearsal) => rehearsal.restart(name)
const overwritten: Story = (rehearsal) => rehearsal.putAndSettle('a', 'two')
const stated: Story = (rehearsal) => rehearsal.statePositions()
const aborted: Story = ({ cluster }) => cluster.fail(N1, { outcome: 'aborted', cause: '' })
/** Records of the newest commit are on their way to the Replica's disk. */
const appending = inTurn(shipping, ({ cluster }) => cluster.deliver(N1, N2))

const together: Story = (rehearsal) => {
  const put = (id: string) => ({ op: 'put', collection: 'notes', document: { _id: id } }) as const
  rehearsal.write([put('a'), put('b')])
  rehearsal.cluster.settle()
}
const deleted: Story = (rehearsal) => {
  rehearsal.write([{ op: 'delete', collection: 'notes', id: 'a' }])
  rehearsal.cluster.settle()
}
const throughView = (meanwhile: Story) => (rehearsal: Rehearsal) => {
  written(rehearsal)
  const opened = rehearsal.ask(N1, { kind: 'openReadView', at: null })
  if (opened?.kind !== 'opened') throw new Error('no view was opened')
  meanwhile(rehearsal)
  rehearsal.read(N1, 'a', { kind: 'view', view: opened.view })
}
/** A second commit waits for its batch while the first is under way, before the link is renewed. */
const shippingWhileWriting = inTurn(
  written,
  ({ cluster }) => cluster.linkDown(N1, N2),
  overwritten,
  (rehearsal) => void rehearsal.put('b', 'three'),
  ({ cluster }) => cluster.linkUp(N1, N2),
  ({ cluster }) => {
    for (let link = cluster.busyLinks()[0]; link !== undefined; link = cluster.busyLinks()[0]) cluster.deliver(...link)
  },
)
const writtenUnderWay = (records: number) => (rehearsal: Rehearsal) => {
  for (let count = 0; count < records; count += 100) {
    const documents = Array.from({ length: 100 }, (_, index) => ({ _id: `d${index}` }))
    rehearsal.write(documents.map((own) => ({ op: 'put', collection: 'notes', document: own })))
  }
  rehearsal.landAll(N1)
}
const killedAtStart = (name: typeof N1) => (rehearsal: Rehearsal) => {
  rehearsal.cluster.kill(name, 'lost')
  rehearsal.cluster.start(name)
  rehearsal.cluster.kill(name, 'lost')
  rehearsal.cluster.start(name)
  rehearsal.cluster.settle()
}

/** For each structural rule, where it decides, and a story beside it where it does not. */
const TOLD: { readonly [Rule in StructuralRule]: Told } = {
  'WAL-8': { decides: inTurn(writing, readOn(N1)), doesNot: inTurn(writing, settled, readOn(N1)) },
  'WAL-9': { decides: inTurn(written, restarted(N1), overwritten), doesNot: inTurn(written, overwritten, restarted(N1)) },
  'WAL-10': { decides: inTurn(writing, aborted, overwritten), doesNot: inTurn(writing, aborted) },
  'WAL-11': { decides: inTurn(written, restarted(N2)), doesNot: written },
  'MVCC-1': { decides: inTurn(written, overwritten, readAt(1)), doesNot: inTurn(written, overwritten, readAt(2)) },
  'MVCC-2': {
    decides: inTurn(written, readAt(1), overwritten, readAt(1)),
    doesNot: inTurn(written, overwritten, readAt(1), readAt(2)),
  },
  'MVCC-3': { decides: throughView(overwritten), doesNot: throughView(settled) },
  'MVCC-5': { decides: inTurn(written, together, readOn(N1)), doesNot: inTurn(written, together, overwritten, readOn(N1)) },
  'MVCC-6': { decides: inTurn(written, deleted, restarted(N1)), doesNot: inTurn(written, restarted(N1), deleted) },
  'LOG-11': { decides: shippingWhileWriting, doesNot: inTurn(written, overwritten) },
  'LOG-12': {
    decides: inTurn(written, writtenUnderWay(WINDOW_RECORDS + 200), stated),
    doesNot: inTurn(written, writtenUnderWay(200), stated),
  },
  'MODEL-7': { decides: written, doesNot: ({ cluster }) => cluster.start(N1) },
  'MODEL-8': { decides: inTurn(halted, readOn(N2)), doesNot: inTurn(halted, readOn(N1)) },
  'READ-5': { decides: inTurn(appending, readOn(N2)), doesNot: inTurn(appending, settled, readOn(N2)) },
  'READ-6': {
    decides: inTurn(written, ({ cluster }) => cluster.linkDown(N1, N2), stated),
    doesNot: inTurn(written, stated),
  },
  'RECOVERY-7': { decides: inTurn(written, killedAtStart(N2)), doesNot: inTurn(written, restarted(N2)) },
  'RECOVERY-8': { decides: inTurn(halted, restarted(N2)), doesNot: inTurn(halted, restarted(N1)) },
  'RECOVERY-9': { decides: inTurn(written, restarted(N2)), doesNot: written },
}

function decidedIn(story: Story): ReadonlySet<StructuralRule> {
  const [judge, decided] = [new Judge(), new RulesDecided()]
  const hears = (fact: Fact): void => {
    decided.take(fact, judge.chronicle)
    judge.take(fact)
  }
  story(new Rehearsal({ hash, nodes: [N1, N2], judge: 'nothing', hears }))
  expect(judge.breach).toBeNull()
  return decided.rules
}

test.each(STRUCTURAL_RULES)('%s is seen to decide where it does, and not where it does not', (rule) => {
  const { decides, doesNot } = TOLD[rule]
  expect([decidedIn(decides).has(rule), decidedIn(doesNot).has(rule)]).toEqual([true, false])
})
