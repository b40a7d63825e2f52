import { describe, expect, test, vi } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import type { Choice } from '../choice.ts'
import { MUTATIONS } from '../mutations/mutations.ts'
import { aimText, parseAim } from './aim.ts'
import { strikeEveryOperation } from './every-operation.ts'
import { LARGE_WORKLOADS } from './large-workloads.ts'
import { type ScriptedWorkload, SMALL_WORKLOADS } from './scripted-workload.ts'
import { STRIKES, strikeName } from './strike.ts'
import { LARGE_OPERATIONS, STRUCK_COUNTS } from './struck-counts.ts'
import { StruckRun } from './struck-run.ts'

const hash = await loadHash128()
vi.setConfig({ testTimeout: 60_000 })

function workloadNamed(name: string): ScriptedWorkload {
  const workload = SMALL_WORKLOADS.find((candidate) => candidate.name === name)
  if (workload === undefined) throw new Error(`no workload ${name}`)
  return workload
}

function struck(workload: ScriptedWorkload, aimed: string): StruckRun {
  const aim = parseAim(aimed)
  if (aim === null) throw new Error(`no aim ${aimed}`)
  return new StruckRun({ ...workload, hash }, workload, aim)
}

const isStrike = (choice: Choice): boolean => ['kill', 'abort', 'failUnknown'].includes(choice.kind)
/** Each of the three starts first: what comes before the first batch. */
const READS_AT_FIRST = 3

describe('a second strike', () => {
  const workload = workloadNamed('ordinary-each')

  test('may be of another kind than the first', () => {
    const kinds = (aimed: string) =>
      struck(workload, aimed)
        .run.choices.filter(isStrike)
        .slice(0, 2)
        .map(({ kind }) => kind)
    expect(kinds('crash-lost@4+aborted-once@1')).toEqual(['kill', 'abort'])
    expect(kinds('landed-once@8+crash-lands@2')).toEqual(['failUnknown', 'kill'])
  })

  test('falls on whichever node does that operation of the recovery', () => {
    const nodes = new Set<string>()
    for (let operation = 1; ; operation++) {
      const { run, hit } = struck(workload, `crash-lost@4+landed-once@${operation}`)
      if (hit === null) break
      for (const choice of run.choices) if (choice.kind === 'failUnknown') nodes.add(choice.node)
    }
    expect([...nodes].toSorted()).toEqual(['n1', 'n2', 'n3'])
  })

  test('falls, after errors from here on, in what follows once the disk is sound again', () => {
    const from = (operation: number) => struck(workload, `lost-from-here-on@4+crash-lost@${operation}`)
    let last = 1
    while (from(last + 1).hit !== null) last += 1
    const choices = from(last).run.choices.filter((choice) => isStrike(choice) || choice.kind === 'start')
    const crash = choices.findIndex(({ kind }) => kind === 'kill')
    const lastError = choices.findLastIndex(({ kind }) => kind === 'failUnknown')
    expect(crash).toBeGreaterThan(lastError)
  })
})

describe('a read at a start', () => {
  const workload = workloadNamed('ordinary-each')
  const ofN1 = (aimed: string) => {
    const { run } = struck(workload, aimed)
    expect(run.failure).toBeNull()
    const choices = run.choices.filter((choice) => 'node' in choice && choice.node === 'n1' && choice.kind !== 'command')
    return choices.slice(0, 3).map((choice) => (choice.kind === 'failStart' ? choice.how : choice.kind))
  }

  test('is a disk operation as a batch is', () => {
    const kinds = Array.from({ length: READS_AT_FIRST + 1 }, (_, index) => struck(workload, `crash-lands@${index + 1}`).hit)
    expect(kinds).toEqual(['read', 'read', 'read', 'write'])
  })

  test('may fail, or be the last that its node does: it has not started, and starts again later', () => {
    expect(ofN1('aborted-once@1')).toEqual(['unreadable', 'start', 'land'])
    expect(ofN1('crash-lands@1')).toEqual(['killed', 'start', 'land'])
  })

  test('fails each time where it fails from here on, until the workload is over', () => {
    const { run } = struck(workload, 'aborted-from-here-on@1')
    const starts = run.choices.filter(({ kind }) => kind === 'failStart' || kind === 'start')
    const ofFirst = starts.flatMap((choice) => ('node' in choice && choice.node === 'n1' ? [choice.kind] : []))
    expect(ofFirst.slice(0, -1).every((kind) => kind === 'failStart')).toBe(true)
    expect([ofFirst.length > 5, ofFirst.at(-1), run.failure]).toEqual([true, 'start', null])
  })

  test('may show the disk as it was a batch ago, or with a bit flipped', () => {
    expect(ofN1('stale-read@1')[0]).toBe('staleStart')
    expect(ofN1('flipped-read@1').slice(0, 2)).toEqual(['damage', 'start'])
  })

  test('may fail in the recovery, whatever struck first', () => {
    const { run, hit } = struck(workload, 'crash-lost@4+aborted-once@3')
    expect([hit, run.failure]).toEqual(['read', null])
    expect(run.choices.filter(({ kind }) => kind === 'failStart')).toEqual([{ kind: 'failStart', node: 'n1', how: 'unreadable' }])
  })
})

test('an error from here on is one for every operation of that disk, until the workload is over', () => {
  const { run } = struck(workloadNamed('ordinary-each'), 'aborted-from-here-on@5')
  const [first] = run.choices.filter(isStrike)
  const node = first?.kind === 'abort' ? first.node : null
  const after = run.choices.slice(first === undefined ? 0 : run.choices.indexOf(first))
  const lastAbort = after.findLastIndex(({ kind }) => kind === 'abort')
  expect(after.slice(0, lastAbort).filter((choice) => choice.kind === 'land' && choice.node === node)).toEqual([])
  expect(after.filter(({ kind }) => kind === 'abort').length).toBeGreaterThan(5)
})

test('a disk that is gone from here on fails at writes and reads, until the workload is over', () => {
  const workload = workloadNamed('ordinary-each')
  // The first batch after three reads is N1's.
  const ofDisk = (aimed: string) => {
    const { run } = struck(workload, aimed)
    expect(run.failure).toBeNull()
    return run.choices.flatMap((choice) =>
      'node' in choice && choice.node === 'n1' && !['command', 'kill'].includes(choice.kind) ? [choice.kind] : [],
    )
  }
  const kinds = ofDisk(`lost-gone-from-here-on@${READS_AT_FIRST + 1}`)
  const mended = kinds.lastIndexOf('failStart') + 1
  expect(kinds.slice(0, 2)).toEqual(['start', 'failUnknown'])
  expect(mended).toBeGreaterThan(5)
  expect(kinds.slice(2, mended).every((kind) => kind === 'failStart')).toBe(true)
  expect(kinds.slice(mended, mended + 2)).toEqual(['start', 'land'])
  expect(ofDisk(`lost-from-here-on@${READS_AT_FIRST + 1}`)).not.toContain('failStart')
})

test.each(LARGE_WORKLOADS.map((workload) => [workload.name, workload] as const))('%s is as large as it was', (name, workload) => {
  const last = LARGE_OPERATIONS[name] ?? 0
  const hit = (operation: number) => struck(workload, `crash-lost@${operation}`).hit
  expect([hit(last) === null, hit(last + 1)]).toEqual([false, null])
})

test('every workload has its counts, and no other', () => {
  expect(Object.keys(STRUCK_COUNTS).toSorted()).toEqual(SMALL_WORKLOADS.map(({ name }) => name).toSorted())
  expect(Object.keys(LARGE_OPERATIONS).toSorted()).toEqual(LARGE_WORKLOADS.map(({ name }) => name).toSorted())
})

test('an aim is read as it is written', () => {
  for (const first of STRIKES) {
    for (const second of [null, ...STRIKES]) {
      const aim = { first: { strike: first, operation: 12 }, second: second === null ? null : { strike: second, operation: 3 } }
      expect(parseAim(aimText(aim))).toEqual(aim)
    }
  }
  const wrong = [
    '',
    'crash-lost',
    'crash-lost@0',
    'crash-lost@1+',
    'crash@1',
    'crash-lost@1+crash-lost@1+crash-lost@1',
    '+crash-lost@1',
  ]
  expect(wrong.map(parseAim)).toEqual(wrong.map(() => null))
})

test('a node that takes an aborted batch for durable is found out by the strikes alone, and each failure says how to strike so again (WAL-10)', () => {
  const workload = workloadNamed('ordinary-each')
  const build = MUTATIONS['WAL-10']
  const crash = STRIKES.find((strike) => strikeName(strike) === 'crash-lost')
  if (build === undefined || crash === undefined) throw new Error('there is nothing to break, or to strike with')
  const script = { ...workload, hash, build }
  const { failures, failed, runs } = strikeEveryOperation(script, workload, crash)
  expect(failed).toBeGreaterThan(failures.length)
  expect(failed).toBeLessThan(runs / 2)
  for (const { struck: named, failure } of failures) {
    const [name, aimed = ''] = named.split(':')
    const aim = parseAim(aimed)
    if (aim === null) throw new Error(`no aim ${aimed}`)
    expect([name, aim.second?.strike]).toMatchObject([workload.name, { kind: 'error', error: 'aborted' }])
    expect(new StruckRun(script, workload, aim).run.failure).toEqual(failure)
  }
})
