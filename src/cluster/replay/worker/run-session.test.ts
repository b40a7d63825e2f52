import { describe, expect, test } from 'vitest'
import { nodeName } from '../../../aerodb/ids.ts'
import { loadHash128 } from '../../../platform/hashing.ts'
import { parseTrace } from '../../../platform/trace/read-trace.ts'
import type { Choice } from '../../../simulation/choice.ts'
import { RehearsedRun } from '../../../simulation/replay/rehearsed-run.ts'
import { textOfFile } from './read-file.ts'
import { RECORDED, type RunMoment } from './replay-messages.ts'
import { RunSession } from './run-session.ts'
import { ListedSteps } from './run-steps.ts'

const hash = await loadHash128()
const [n1, n2, n3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]
const NEVER_TOLD = () => undefined
const GO_ON = async () => true

const put = (id: string): Choice => ({
  kind: 'command',
  node: n1,
  command: { kind: 'write', operations: [{ op: 'put', collection: 'notes', document: { _id: id } }], basedOn: null },
})
const land = (node: typeof n1): Choice => ({ kind: 'land', node })
const deliver = (to: typeof n1): Choice => ({ kind: 'deliver', from: n1, to, index: 0 })
const TRACE = new RehearsedRun(hash).take([put('a'), land(n1), deliver(n2), land(n2), put('b'), land(n1), deliver(n3)]).trace()
const END = TRACE.steps.length

const session = (trace = TRACE) => new RunSession({ hash, engine: 'this' }, trace, new ListedSteps(trace.steps))
const commitsIn = (moment: RunMoment | null) => moment?.nodes.map(({ position }) => position?.appliedCommitId ?? null)
const opened = async (run: RunSession, future: number) => {
  const { file } = await run.write(future, NEVER_TOLD)
  return parseTrace(await textOfFile(file))
}

describe('a run that is kept', () => {
  test('shows where every node stood at any step, in any order', async () => {
    const run = session()
    expect(commitsIn(await run.look(RECORDED, END, GO_ON))).toEqual([2, 1, 0])
    expect(commitsIn(await run.look(RECORDED, 0, GO_ON))).toEqual([null, null, null])
    const firstCommit = TRACE.steps.findIndex((step) => JSON.stringify(step).includes('"at":[3,1,')) + 1
    const moment = await run.look(RECORDED, firstCommit, GO_ON)
    expect(commitsIn(moment)).toEqual([1, 0, 0])
    expect(moment).toMatchObject({ step: firstCommit, steps: END, next: [] })
    expect(moment?.around.map(({ index, what }) => what === TRACE.steps[index])).not.toContain(false)
  })

  test('refuses to look past what is no step, as often as it is asked', async () => {
    const run = session({ ...TRACE, steps: TRACE.steps.with(4, { node: 'n1' }) })
    for (const _ of [1, 2]) await expect(run.look(RECORDED, END, GO_ON)).rejects.toThrow('AERO_TRACE_MALFORMED')
    expect((await run.look(RECORDED, 4, GO_ON))?.step).toBe(4)
  })

  test('gives up a look when another is wanted', async () => {
    const writes = Array.from({ length: 400 }, (_, write) => [put(`k${write}`), land(n1)]).flat()
    const long = new RehearsedRun(hash).take(writes).trace()
    expect(await session(long).look(RECORDED, long.steps.length, async () => false)).toBeNull()
  })

  test('ends where it first differs', async () => {
    const at = TRACE.steps.findLastIndex((step) => JSON.stringify(step).includes('"at"'))
    const altered = { ...TRACE, steps: TRACE.steps.with(at, { ...(TRACE.steps[at] as object), sum: 1 }) }
    const run = session(altered)
    expect(run.replay(RECORDED, NEVER_TOLD).firstDifference?.step).toBe(at)
    expect((await run.look(RECORDED, END, GO_ON))?.step).toBe(at + 1)
    await expect(run.cut(RECORDED, END)).rejects.toThrow('AERO_TRACE_NOT_REACHED')
    await expect(run.cut(RECORDED, at + 1)).rejects.toThrow('AERO_TRACE_NOT_REACHED')
    expect((await run.cut(RECORDED, at)).moment.step).toBe(at)
  })

  test('goes on otherwise from any step, and keeps both futures, each a trace of its own', async () => {
    const run = session()
    const { future, moment } = await run.cut(RECORDED, END)
    expect(moment.next).toContainEqual({ kind: 'writeNote', node: 'n1' })
    run.take(future, { kind: 'writeNote', node: 'n1' })
    expect(commitsIn(run.take(future, { kind: 'settle' }))).toEqual([3, 3, 3])
    expect(commitsIn(await run.look(RECORDED, END, GO_ON))).toEqual([2, 1, 0])
    const [recorded, branch] = [await opened(run, RECORDED), await opened(run, future)]
    expect(recorded).toEqual(TRACE)
    expect(branch.steps.slice(0, END)).toEqual(TRACE.steps)
    expect(branch.engine).toBe('this')
    expect(run.replay(future, NEVER_TOLD)).toMatchObject({ identical: true, steps: branch.steps.length })
    expect(session(branch).replay(RECORDED, NEVER_TOLD)).toMatchObject({ identical: true })
    expect(run.replay(future, NEVER_TOLD).invariants.filter(({ holds }) => !holds)).toEqual([])
  })

  test('cuts a branch from a branch, and looks into each at any step', async () => {
    const run = session()
    const first = await run.cut(RECORDED, END)
    const killed = run.take(first.future, { kind: 'kill', node: n1, batch: 'lost' })
    const second = await run.cut(first.future, killed.steps)
    run.take(second.future, { kind: 'start', node: n1 })
    expect(commitsIn(await run.look(first.future, killed.steps, GO_ON))).toEqual([null, 1, 0])
    expect(commitsIn(await run.look(second.future, END, GO_ON))).toEqual([2, 1, 0])
    expect(run.replay(second.future, NEVER_TOLD)).toMatchObject({ identical: true })
  })

  test('refuses what can’t happen, and to change what was recorded', async () => {
    const run = session()
    expect(() => run.take(RECORDED, { kind: 'settle' })).toThrow('AERO_TRACE_CHOICE_IMPOSSIBLE')
    const { future } = await run.cut(RECORDED, END)
    expect(() => run.take(future, { kind: 'start', node: n1 })).toThrow('AERO_TRACE_CHOICE_IMPOSSIBLE')
  })
})

describe('a file', () => {
  const compressed = (content: BlobPart) =>
    new Response(new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'))).blob()

  test('is read compressed or not', async () => {
    const text = JSON.stringify({ text: 'é'.repeat(1_000) })
    expect(await textOfFile(new Blob([text]))).toBe(text)
    expect(await textOfFile(await compressed(text))).toBe(text)
  })

  test('that would be too large is read no further, however small it is', async () => {
    const bomb = await compressed('0'.repeat(1_000_000))
    expect(bomb.size).toBeLessThan(5_000)
    await expect(textOfFile(bomb, 100_000)).rejects.toThrow('AERO_TRACE_TOO_LARGE')
  })

  test('that is damaged, or no text, is refused', async () => {
    const whole = await compressed('{}')
    await expect(textOfFile(whole.slice(0, whole.size - 4))).rejects.toThrow('AERO_TRACE_FILE_UNREADABLE')
    await expect(textOfFile(new Blob([Uint8Array.of(0xff, 0xfe, 0)]))).rejects.toThrow('AERO_TRACE_FILE_UNREADABLE')
  })
})
