import { expect, test } from 'vitest'
import { commitId } from '../../aerodb/ids.ts'
import { WINDOW_RECORDS } from '../../aerodb/replication/primary-session.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'
import { type Story, startAll } from './breach.ts'

const hash = await loadHash128()

const DOCUMENTS = 100

/** What happens, and what a judge that hears of it all (but of what is hidden) has checked of one invariant by then. */
interface Counted {
  readonly invariant: string
  readonly what: string
  readonly story: Story
  readonly checks: number
  readonly isHidden?: (fact: Fact) => boolean
}

const written: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
}

const shipped: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.put('a', 'one')
  rehearsal.landAll(N1)
}

const read: Story = (rehearsal) => {
  written(rehearsal)
  rehearsal.read(N2, 'a')
}

const halting: Story = (rehearsal) => {
  written(rehearsal)
  rehearsal.cluster.inject(N1, N2, new Uint8Array(3))
}

/** So many commits of a hundred documents, everywhere. */
const commits =
  (count: number): Story =>
  (rehearsal) => {
    startAll(rehearsal)
    for (let commit = 0; commit < count; commit++) {
      const documents = Array.from({ length: DOCUMENTS }, (_, index) => ({ _id: `d${index}` }))
      rehearsal.write(documents.map((own) => ({ op: 'put', collection: 'notes', document: own })))
    }
    rehearsal.cluster.settle()
  }

const COMMITS_IN_WINDOW = Math.floor((WINDOW_RECORDS - 1) / (DOCUMENTS + 1))

const twoDocuments: Story = (rehearsal) => {
  startAll(rehearsal)
  const put = (id: string) => ({ op: 'put', collection: 'notes', document: { _id: id } }) as const
  rehearsal.write([put('a'), put('b')])
  rehearsal.cluster.settle()
  rehearsal.read(N2, 'a')
}

const isOfDisk = ({ kind }: Fact): boolean => kind === 'landed'
const isOfWrite = (fact: Fact): boolean => isOfDisk(fact) || (fact.kind === 'answered' && fact.command.kind === 'write')

const COUNTED: readonly Counted[] = [
  { invariant: 'base-unchanged', what: 'a write that is based on nothing', story: written, checks: 0 },
  {
    invariant: 'base-unchanged',
    what: 'a write that says what it is based on',
    story: (rehearsal) => {
      written(rehearsal)
      rehearsal.put('a', 'two', commitId(1))
      rehearsal.landAll(N1)
    },
    checks: 1,
  },
  { invariant: 'write-sets-atomic', what: 'a read of a commit of one document', story: read, checks: 0 },
  { invariant: 'write-sets-atomic', what: 'a read of a commit of two', story: twoDocuments, checks: 1 },
  { invariant: 'no-silent-divergence', what: 'a session from the first record on', story: written, checks: 0 },
  {
    invariant: 'no-silent-divergence',
    what: 'a session behind a prefix',
    story: (rehearsal) => {
      written(rehearsal)
      rehearsal.relink(N1, N2)
      rehearsal.cluster.settle()
    },
    checks: 1,
  },
  {
    invariant: 'no-silent-divergence',
    what: 'a session behind a prefix, where one disk is not shown: records are compared only where both are',
    story: (rehearsal) => {
      written(rehearsal)
      rehearsal.relink(N1, N2)
      rehearsal.cluster.settle()
    },
    checks: 1,
    isHidden: (fact) => isOfDisk(fact) && fact.node === N1,
  },
  { invariant: 'frames-verified', what: 'frames that arrive as they were sent', story: written, checks: 0 },
  {
    invariant: 'frames-verified',
    what: 'a frame that was changed on its way',
    story: (rehearsal) => {
      shipped(rehearsal)
      rehearsal.cluster.take({ kind: 'deliverChanged', change: 'flipBit', from: N1, to: N2, index: 0, position: 480 })
    },
    checks: 1,
  },
  { invariant: 'halt-survives-restart', what: 'nothing halts', story: written, checks: 0 },
  {
    invariant: 'halt-survives-restart',
    what: 'a halt that is not durable yet',
    story: halting,
    checks: 0,
  },
  {
    invariant: 'halt-survives-restart',
    what: 'a halt that is stated, and returned to',
    story: (rehearsal) => {
      halting(rehearsal)
      rehearsal.landAll(N2)
      rehearsal.restart(N2)
    },
    checks: 2,
  },
  { invariant: 'read-views-stable', what: 'a read of what is newest', story: read, checks: 0 },
  {
    invariant: 'read-views-stable',
    what: 'a view that is opened and read',
    story: (rehearsal) => {
      written(rehearsal)
      const opened = rehearsal.ask(N2, { kind: 'openReadView', at: null })
      if (opened?.kind === 'opened') rehearsal.read(N2, 'a', { kind: 'view', view: opened.view })
    },
    checks: 2,
  },
  { invariant: 'recovery-deterministic', what: 'two starts', story: written, checks: 2 },
  { invariant: 'no-acknowledged-write-lost', what: 'a commit on a known disk', story: written, checks: 1 },
  {
    invariant: 'no-acknowledged-write-lost',
    what: 'a commit on a disk that nobody shows: nothing tells what landed',
    story: written,
    checks: 0,
    isHidden: isOfDisk,
  },
  {
    invariant: 'no-acknowledged-write-lost',
    what: 'a start of a node that has acknowledged, on a disk that nobody shows',
    story: (rehearsal) => {
      written(rehearsal)
      rehearsal.restart(N1)
    },
    checks: 1,
    isHidden: isOfDisk,
  },
  { invariant: 'reads-equal-primary', what: 'a read where every commit is known', story: read, checks: 1 },
  {
    invariant: 'reads-equal-primary',
    what: 'the only read where no commit is known: it contradicts nothing',
    story: read,
    checks: 0,
    isHidden: isOfWrite,
  },
  {
    invariant: 'reads-equal-primary',
    what: 'the second read where no commit is known',
    story: (rehearsal) => {
      read(rehearsal)
      rehearsal.read(N2, 'a')
    },
    checks: 1,
    isHidden: isOfWrite,
  },
  { invariant: 'snapshot-isolation', what: 'the first write of a history: nothing was told before', story: written, checks: 0 },
  {
    invariant: 'snapshot-isolation',
    what: 'a second write',
    story: (rehearsal) => {
      written(rehearsal)
      rehearsal.putAndSettle('b', 'two')
    },
    checks: 1,
  },
  { invariant: 'snapshot-isolation', what: 'a read of what was written', story: read, checks: 1 },
  {
    invariant: 'snapshot-isolation',
    what: 'a read that finds nothing, where nothing was told of it',
    story: (rehearsal) => {
      startAll(rehearsal)
      rehearsal.read(N2, 'a')
    },
    checks: 0,
  },
  {
    invariant: 'window-bounded',
    what: 'a log that is no longer than the window',
    story: commits(COMMITS_IN_WINDOW),
    checks: 0,
  },
  {
    invariant: 'window-bounded',
    what: 'two commits beyond as many records as the window has',
    story: commits(COMMITS_IN_WINDOW + 2),
    checks: 2,
  },
]

test.each(COUNTED)('$invariant has checked $checks times: $what', ({ invariant, story, checks, isHidden }) => {
  const judge = new Judge()
  const hears = (fact: Fact): void => {
    if (isHidden?.(fact) !== true) judge.take(fact)
  }
  story(new Rehearsal({ hash, nodes: [N1, N2], judge: 'nothing', hears }))
  expect(judge.verdicts().find(({ id }) => id === invariant)).toMatchObject({ holds: true, checks })
})
