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

describe('a second strike', () => {
  const workload = workloadNamed('ordinary-each')

  test('may be of another kind than the first', () => {
    const kinds = (aimed: string) =>
      struck(workload, aimed)
        .run.choices.filter(isStrike)
        .slice(0, 2)
        .map(({ kind }) => kind)
    expect(kinds('crash-lost@1+aborted-once@1')).toEqual(['kill', 'abort'])
    expect(kinds('landed-once@5+crash-lands@1')).toEqual(['failUnknown', 'kill'])
  })

  test('falls on whichever node does that operation of the recovery', () => {
    const nodes = new Set<string>()
    for (let operation = 1; ; operation++) {
      const { run, hit } = struck(workload, `crash-lost@1+landed-once@${operation}`)
      if (!hit) break
      for (const choice of run.choices) if (choice.kind === 'failUnknown') nodes.add(choice.node)
    }
    expect([...nodes].toSorted()).toEqual(['n1', 'n2', 'n3'])
  })

  test('falls, after errors from here on, in what follows once the disk is sound again', () => {
    const from = (operation: number) => struck(workload, `lost-from-here-on@1+crash-lost@${operation}`)
    let last = 1
    while (from(last + 1).hit) last += 1
    const choices = from(last).run.choices.filter((choice) => isStrike(choice) || choice.kind === 'start')
    const crash = choices.findIndex(({ kind }) => kind === 'kill')
    const lastError = choices.findLastIndex(({ kind }) => kind === 'failUnknown')
    expect(crash).toBeGreaterThan(lastError)
  })
})

test('an error from here on is one for every operation of that disk, until the workload is over', () => {
  const { run } = struck(workloadNamed('ordinary-each'), 'aborted-from-here-on@2')
  const [first] = run.choices.filter(isStrike)
  const node = first?.kind === 'abort' ? first.node : null
  const after = run.choices.slice(first === undefined ? 0 : run.choices.indexOf(first))
  const lastAbort = after.findLastIndex(({ kind }) => kind === 'abort')
  expect(after.slice(0, lastAbort).filter((choice) => choice.kind === 'land' && choice.node === node)).toEqual([])
  expect(after.filter(({ kind }) => kind === 'abort').length).toBeGreaterThan(5)
})

test.each(LARGE_WORKLOADS.map((workload) => [workload.name, workload] as const))('%s is as large as it was', (name, workload) => {
  const last = LARGE_OPERATIONS[name] ?? 0
  expect([struck(workload, `crash-lost@${last}`).hit, struck(workload, `crash-lost@${last + 1}`).hit]).toEqual([true, false])
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
