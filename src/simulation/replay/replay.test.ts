import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeName } from '../../aerodb/ids.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { readStep } from '../../platform/trace/read-step.ts'
import type { TraceStep } from '../../platform/trace/step.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import type { Choice } from '../choice.ts'
import { choices, sync } from './choices.arbitrary.ts'
import { recordRun } from './record-run.ts'
import { ENGINE, RehearsedRun, RUN_NODES, replayed } from './rehearsed-run.ts'

const hash = await loadHash128()
const [n1, n2, n3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]
const PATIENCE_MILLIS = 120_000

const put = (id: string): Choice => ({
  kind: 'command',
  node: n1,
  command: { kind: 'write', operations: [{ op: 'put', collection: 'notes', document: { _id: id } }], basedOn: null },
})
const land = (name: typeof n1): Choice => ({ kind: 'land', node: name })
const WRITES: readonly Choice[] = [put('a'), land(n1), put('b'), land(n1)]
/** The second frame of records reaches n3 before the first; n2 gets both in order. */
const OVERTAKEN: readonly Choice[] = [
  ...WRITES,
  { kind: 'deliver', from: n1, to: n2, index: 0 },
  land(n2),
  { kind: 'deliver', from: n1, to: n2, index: 0 },
  land(n2),
  { kind: 'deliver', from: n1, to: n3, index: 1 },
  land(n3),
]

describe('a simulated run', () => {
  test('replays to the same effects, answers and digests, step by step', { timeout: PATIENCE_MILLIS }, () => {
    fc.assert(
      fc.property(sync, choices, (policy, taken) => {
        const trace = new RehearsedRun(hash, policy).take(taken).trace()
        const report = replayed(hash, trace)
        expect(report.firstDifference).toBeUndefined()
        expect(report).toMatchObject({ identical: true, steps: trace.steps.length })
      }),
      { numRuns: 150 },
    )
  })

  test('is plain JSON, and replays from its text', () => {
    const trace = new RehearsedRun(hash).take(WRITES).trace()
    const text = JSON.stringify(trace)
    expect(JSON.parse(text)).toEqual(trace)
    expect(replayed(hash, JSON.parse(text) as Trace)).toEqual(replayed(hash, trace))
  })

  test('replays a command that a node had to refuse for what JSON can’t say (DOC-1)', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, undefined, new Date(0), new Map()]
    const refused = values.map((value): Choice => {
      const document = { _id: 'a', value } as never
      return {
        kind: 'command',
        node: n1,
        command: { kind: 'write', operations: [{ op: 'put', collection: 'notes', document }], basedOn: null },
      }
    })
    const trace = new RehearsedRun(hash).take(refused).trace()
    expect(replayed(hash, JSON.parse(JSON.stringify(trace)) as Trace)).toMatchObject({ identical: true })
  })
})

test('the trace of a list of choices, as a search finds one, replays from the disks that it made', () => {
  const started = RUN_NODES.map((name): Choice => ({ kind: 'start', node: name }))
  const created = [...started, land(n1), land(n2), land(n3), ...WRITES]
  const trace = recordRun({ hash, nodes: RUN_NODES, primary: n1, sync: 'each' }, created, ENGINE)
  expect(trace.steps.slice(0, 1)).toMatchObject([{ node: 'n1', disk: { batches: [] } }])
  expect(replayed(hash, trace)).toMatchObject({ identical: true, steps: trace.steps.length })
})

describe('a replay that differs', () => {
  const trace = new RehearsedRun(hash).take(OVERTAKEN).trace()
  const steps = stepsOf(trace)

  test('names the step and the node at which another engine decides otherwise (LOG-5)', () => {
    const report = replayed(hash, trace, { ...GUARDS, framePosition: { ...GUARDS.framePosition, holds: () => true } })
    const gap = steps.findLastIndex((step) => step.node === 'n3' && 'frame' in step)
    expect(report).toMatchObject({ identical: false, firstDifference: { step: gap, node: 'n3' } })
    expect(report.steps).toBe(gap + 1)
  })

  test('shows both positions where a digest is not the one that was recorded', () => {
    const at = steps.findLastIndex((step) => step.node === 'n2' && step.at !== undefined)
    const [lsn, commit, chain, state] = steps[at]?.at ?? []
    const other = `${state?.startsWith('0') === true ? '1' : '0'}${state?.slice(1)}`
    const report = replayed(hash, altered(trace, at, { at: [lsn, commit, chain, other] }))
    expect(report.firstDifference).toEqual({
      step: at,
      node: 'n2',
      expected: { durableLsn: lsn, appliedCommitId: commit, chainDigest: chain, stateDigest: other },
      actual: { durableLsn: lsn, appliedCommitId: commit, chainDigest: chain, stateDigest: state },
    })
  })

  test.each([
    ['an effect', { sum: 1 }],
    ['an answer that was never given', { sum: undefined }],
    ['a break', { threw: 'Error: no' }],
    ['a role', { role: 'ReplicationHalted' }],
  ])('sees %s at the step that should have given it', (_what, change) => {
    const at = steps.findIndex((step) => step.node === 'n1' && 'durable' in step && step.durable === 2)
    expect(replayed(hash, altered(trace, at, change)).firstDifference).toMatchObject({ step: at, node: 'n1' })
  })

  test('sees a frame that its sender never sent', () => {
    const at = steps.findIndex((step) => 'frame' in step)
    const { frame } = steps[at] as { readonly frame: readonly [string, number, number] }
    const report = replayed(hash, altered(trace, at, { frame: [frame[0], frame[1], frame[2] + 1_000] }))
    expect(report.firstDifference).toMatchObject({ step: at, expected: { arrives: `${frame[1]}·${frame[2] + 1_000}` } })
  })

  test.each<[string, readonly Choice[]]>([
    ['lands', [put('a'), land(n1)]],
    ['is lost with its node', [put('a'), { kind: 'kill', node: n1, batch: 'lost' }]],
    ['lands with its node, which stays dead', [put('a'), { kind: 'kill', node: n1, batch: 'lands' }]],
    ['is lost, and its node starts again', [put('a'), { kind: 'kill', node: n1, batch: 'lost' }, { kind: 'start', node: n1 }]],
  ])('sees another document in a batch that %s, at the step that asked for it', (_what, taken) => {
    const run = new RehearsedRun(hash).take(taken).trace()
    const at = stepsOf(run).findIndex((step) => 'ask' in step)
    const others: unknown = JSON.parse(JSON.stringify(run.steps).replace('"_id":"a"', '"_id":"z"'))
    const report = replayed(hash, { ...run, steps: others as Trace['steps'] })
    expect(report.firstDifference).toMatchObject({ step: at, node: 'n1' })
  })

  test('says which build recorded the run', () => {
    expect(replayed(hash, { ...trace, engine: 'another' }).engine).toEqual({ recorded: 'another', replayed: ENGINE })
  })
})

function stepsOf(trace: Trace): readonly TraceStep[] {
  return trace.steps.map((step, place) => readStep(step, place))
}

function altered(trace: Trace, at: number, change: object): Trace {
  const step = Object.entries({ ...stepsOf(trace)[at], ...change }).filter(([, value]) => value !== undefined)
  return { ...trace, steps: trace.steps.with(at, Object.fromEntries(step)) }
}
