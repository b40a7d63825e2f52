import type { InvariantVerdict, LinkCondition, NodeName, Trace } from '../src/cluster/contract.ts'
import { type Explorer, expect, put, test } from './fixture/test.ts'
import { Random, seedOfRun } from './oracle/random.ts'
import { storm } from './storm.ts'

const NODES = ['n1', 'n2', 'n3'] as const
interface Lane {
  readonly from: NodeName
  readonly to: NodeName
}
const LANES: readonly [Lane, ...Lane[]] = [
  { from: 'n1', to: 'n2' },
  { from: 'n2', to: 'n1' },
  { from: 'n1', to: 'n3' },
  { from: 'n3', to: 'n1' },
  { from: 'n2', to: 'n3' },
]
const CONDITIONS: readonly [LinkCondition, ...LinkCondition[]] = [
  { kind: 'hold' },
  { kind: 'cut' },
  ...(['drop', 'duplicate', 'reorder', 'truncate', 'flipBit'] as const).map((kind) => ({ kind, frames: 'all' }) as const),
]

/** What has happened so far replays to the same effects and digests, and every invariant holds or is excused. */
async function expectReplays(cluster: Explorer): Promise<void> {
  const report = await cluster.run(async () => window.aerodb.replay(await window.aerodb.trace()), undefined)
  expect(report.firstDifference).toBeUndefined()
  expect(report.identical).toBe(true)
  expect(report.engine.recorded).toBe(report.engine.replayed)
  expectKept(report.invariants)
  expectKept(await cluster.api.invariants())
}

function expectKept(verdicts: readonly InvariantVerdict[]): void {
  expect(verdicts.length).toBeGreaterThan(10)
  expect(verdicts.filter(({ holds, excusedBy }) => !holds && excusedBy === undefined)).toEqual([])
}

function checksOf(verdicts: readonly InvariantVerdict[], id: string): number {
  return verdicts.find((verdict) => verdict.id === id)?.checks ?? 0
}

test('a live run with kills under a workload replays identically', async ({ cluster }) => {
  test.setTimeout(180_000)
  const random = new Random(seedOfRun())
  const steps = Array.from({ length: 20 }, () => ({
    nodes: [random.pick(NODES)],
    writesBefore: random.below(5),
    writesWhileDead: random.below(4),
    isReversed: false,
  }))
  await cluster.api.workload('n1', { commitsPerSecond: 100, clients: 3 })
  await cluster.run(storm, { steps, clients: 2 })
  // Not settled: what has happened up to any moment can be replayed.
  await expectReplays(cluster)
  await cluster.api.workload('n1', null)
  await cluster.api.settled()
  await expectReplays(cluster)
  const { invariants } = await cluster.run(async () => window.aerodb.replay(await window.aerodb.trace()), undefined)
  for (const id of ['no-acknowledged-write-lost', 'history-prefix', 'durable-before-visible', 'recovery-deterministic'])
    expect(checksOf(invariants, id), id).toBeGreaterThan(0)
})

test('partitions, conditions on every lane, full stops and what operators do replay identically', async ({ cluster }) => {
  test.setTimeout(180_000)
  const { api } = cluster
  const random = new Random(seedOfRun())
  await api.workload('n1', { commitsPerSecond: 60, clients: 2 })
  for (let round = 0; round < 12; round++) {
    const { from, to } = random.pick(LANES)
    await api.condition(from, to, random.pick(CONDITIONS))
    for (let write = 0; write < 4; write++) await api.write('n1', [put(`r${round}-${write}`)])
    const [a, b] = [random.pick(NODES), random.pick(NODES)]
    if (a !== b && random.below(2) === 0) await api.partition(a, b)
    await api.release(from, to)
    await api.heal(from, to)
    if (a !== b) await api.heal(a, b)
    for (const replica of ['n2', 'n3']) {
      if ((await cluster.node(replica)).role === 'ReplicationHalted') await api.resume(replica)
    }
    const opened = await api.openReadView('n2')
    if (opened.outcome === 'opened') await api.closeReadView('n2', opened.view)
  }
  await api.workload('n1', null)
  await api.settled()
  await expectReplays(cluster)
})

test('crash points, damage and a bootstrap replay identically', async ({ cluster }) => {
  test.setTimeout(120_000)
  const { api } = cluster
  for (const point of ['beforeWalDurable', 'afterWalDurable', 'afterAcknowledge', 'duringShipping'] as const) {
    await api.crashAt('n1', point)
    await api.write('n1', [put(point)])
    await cluster.until('n1 dies', ({ nodes }) => nodes[0]?.alive === false, undefined)
    await api.restart('n1')
    await api.settled()
  }
  const damages: readonly (readonly [NodeName, Parameters<typeof api.damage>[1]])[] = [
    ['n2', { kind: 'flipBit', lsn: 3 }],
    ['n3', { kind: 'loseTail', fromLsn: 5 }],
    ['n2', { kind: 'wipe' }],
  ]
  for (const [node, damage] of damages) {
    await api.kill(node)
    await api.damage(node, damage)
    await api.restart(node)
    await api.bootstrap(node, { discardUnproven: true })
    await api.settled()
    await api.write('n1', [put(`after-${damage.kind}`)])
  }
  await api.settled()
  await cluster.expectAllEqual()
  await expectReplays(cluster)
})

test('a trace begins with the disks as a reload found them', async ({ explorer }) => {
  await explorer.create()
  for (const id of ['a', 'b', 'c']) await explorer.api.write('n1', [put(id)])
  await explorer.api.kill('n3')
  await explorer.api.write('n1', [put('d')])
  await explorer.reload()
  await explorer.api.settled()
  await explorer.api.write('n1', [put('e')])
  await explorer.api.read('n3', 'items', 'a')
  await explorer.api.settled()
  const trace = await explorer.api.trace()
  const first = trace.steps.slice(0, 3) as readonly {
    readonly node: string
    readonly disk: { readonly batches: readonly unknown[] }
  }[]
  expect(first.map(({ node }) => node).toSorted()).toEqual(NODES)
  for (const { disk } of first) expect(disk.batches.length).toBeGreaterThan(2)
  await expectReplays(explorer)
})

test('a disk that is damaged beyond its contract excuses what it breaks, and the replay says the same', async ({ cluster }) => {
  const { api } = cluster
  await api.write('n1', [put('a')])
  await api.write('n1', [put('b')])
  await api.settled()
  for (const node of NODES) await api.kill(node)
  await api.damage('n1', { kind: 'loseTail', fromLsn: 4 })
  for (const node of NODES) await api.restart(node)
  await api.settled()
  const [live, replay] = [
    await api.invariants(),
    await cluster.run(async () => window.aerodb.replay(await window.aerodb.trace()), undefined),
  ]
  for (const verdicts of [live, replay.invariants]) {
    expectKept(verdicts)
    expect(verdicts.find(({ id }) => id === 'no-acknowledged-write-lost')).toMatchObject({
      holds: false,
      excusedBy: expect.stringContaining('n1'),
    })
  }
})

test('a trace that was altered is found at the step, and one that is none is refused', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  const trace = await cluster.api.trace()
  const step = trace.steps.findLastIndex((each) => Object.hasOwn(each as object, 'at'))
  const altered = { ...(trace.steps[step] as { node: string; at: [number, number, string, string] }) }
  altered.at = [altered.at[0], altered.at[1], altered.at[2], '0'.repeat(32)]
  const report = await cluster.api.replay({ ...trace, steps: trace.steps.with(step, altered) })
  expect(report).toMatchObject({
    identical: false,
    steps: step + 1,
    firstDifference: { step, node: altered.node, expected: { stateDigest: '0'.repeat(32) } },
  })
  const refused = (value: unknown) => cluster.api.replay(value as Trace)
  await expect(refused({ ...trace, version: 99 })).rejects.toThrow('AERO_TRACE_VERSION_UNKNOWN')
  await expect(refused({ ...trace, steps: [{ node: 'n1' }] })).rejects.toThrow('AERO_TRACE_MALFORMED')
  await expect(refused({ ...trace, steps: [{ node: 'n1', durable: 1 }] })).rejects.toThrow('AERO_TRACE_STEP_IMPOSSIBLE')
  await expect(refused(7)).rejects.toThrow('AERO_TRACE_MALFORMED')
  await expect(cluster.run(() => window.aerodb.replay((() => 1) as never).then(String, String), undefined)).resolves.toContain(
    'AERO_TRACE_NOT_JSON',
  )
})

test('a run can be cut at a step and go on otherwise, and both futures replay', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  const trace = await cluster.api.trace()
  const step = trace.steps.length
  const branch = await cluster.api.branch(trace, step, [
    { kind: 'writeNote', node: 'n1' },
    { kind: 'land', node: 'n1' },
    { kind: 'drop', from: 'n1', to: 'n3' },
    { kind: 'kill', node: 'n1' },
    { kind: 'settle' },
  ])
  expect(branch.steps.slice(0, step)).toEqual(trace.steps)
  expect(branch.steps.length).toBeGreaterThan(step)
  for (const future of [trace, branch])
    expect(await cluster.api.replay(future)).toMatchObject({ identical: true, steps: future.steps.length })
  expect((await cluster.node('n1')).alive).toBe(true)
  const cut = (at: number, choices: unknown) => cluster.api.branch(trace, at, choices as never)
  await expect(cut(step + 1, [])).rejects.toThrow('AERO_TRACE_NOT_REACHED')
  await expect(cut(step, [{ kind: 'start', node: 'n1' }])).rejects.toThrow('AERO_TRACE_CHOICE_IMPOSSIBLE')
  await expect(cut(step, [{ kind: 'start', node: 'n9' }])).rejects.toThrow('AERO_TRACE_CHOICE_IMPOSSIBLE')
  await expect(cut(step, [{ kind: 'wish' }])).rejects.toThrow('AERO_TRACE_MALFORMED')
})
