import manifest from '../package.json' with { type: 'json' }
import { type Explorer, expect, ITEMS, put, test } from './fixture/test.ts'

/** `window.aerodb` as programs outside rely on it. */

const METHODS = [
  'create',
  'configuration',
  'state',
  'settled',
  'subscribe',
  'kill',
  'restart',
  'partition',
  'heal',
  'condition',
  'release',
  'damage',
  'crashAt',
  'disarm',
  'configure',
  'workload',
  'write',
  'read',
  'openReadView',
  'closeReadView',
  'resume',
  'bootstrap',
  'cancel',
  'wal',
  'walBytes',
  'versions',
  'explain',
  'invariants',
  'trace',
  'branch',
  'replay',
]

/** What it rejects with, as a caller in the page sees it, and as it crosses to a test. */
async function rejection(cluster: Explorer, method: string, ...args: readonly unknown[]) {
  const call = { method, args }
  const inPage = await cluster.run(async ({ method: name, args: given }) => {
    const api: unknown = window.aerodb
    try {
      await (api as Record<string, (...parameters: readonly unknown[]) => unknown>)[name]?.(...given)
      return null
    } catch (thrown) {
      const { code, message, rule, evidence } = thrown as Error & { code?: unknown; rule?: unknown; evidence?: unknown }
      return { isError: thrown instanceof Error, code, message, rule, evidence }
    }
  }, call)
  return inPage
}

async function expectRejection(cluster: Explorer, code: string, method: string, ...args: readonly unknown[]): Promise<void> {
  const what = `${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`
  expect(await rejection(cluster, method, ...args), what).toEqual({
    isError: true,
    code,
    message: expect.stringMatching(new RegExp(`^${code}: \\S`)),
    rule: expect.stringMatching(/^[A-Z]+-\d+$/),
    evidence: expect.objectContaining({}),
  })
}

test('every method of what exists is there, and what does not exist yet is absent', async ({ cluster }) => {
  const found = await cluster.run(
    () => Object.entries(window.aerodb).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
    null,
  )
  expect(found.toSorted()).toEqual(METHODS.toSorted())
  expect(await cluster.run(() => window.aerodb.version, null)).toBe(manifest.version)
  expect(await cluster.run(() => window.aerodb.ready.then(() => 'ready'), null)).toBe('ready')
})

test('an impossible command rejects, with a code, its rule and evidence, and its message begins with the code across page.evaluate', async ({
  cluster,
}) => {
  await expectRejection(cluster, 'AERO_NODE_ALIVE', 'restart', 'n1')
  await expectRejection(cluster, 'AERO_NODE_ALIVE', 'damage', 'n2', { kind: 'wipe' })
  await expectRejection(cluster, 'AERO_NODE_ALIVE', 'configure', 'n2', { primary: 'n2' })
  await cluster.api.kill('n2')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'kill', 'n2')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'write', 'n2', [put('a')])
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'read', 'n2', ITEMS, 'a')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'openReadView', 'n2')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'closeReadView', 'n2', 'v1')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'resume', 'n2')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'bootstrap', 'n2')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'wal', 'n2')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'walBytes', 'n2')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'versions', 'n2', ITEMS, 'a')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'workload', 'n2', { commitsPerSecond: 1 })
  await expectRejection(cluster, 'AERO_DISK_LSN_NOT_HELD', 'damage', 'n2', { kind: 'flipBit', lsn: 999 })
  await expect(cluster.api.kill('n2')).rejects.toThrow(/(^|\s)AERO_NODE_DEAD: /)
  await cluster.api.restart('n2')
})

test('a node that does not exist is named in the rejection of every method', async ({ cluster }) => {
  const calls: readonly (readonly [string, ...unknown[]])[] = [
    ['kill', 'n9'],
    ['restart', 'n9'],
    ['partition', 'n1', 'n9'],
    ['heal', 'n9', 'n1'],
    ['condition', 'n1', 'n9', { kind: 'pass' }],
    ['release', 'n9', 'n1'],
    ['damage', 'n9', { kind: 'wipe' }],
    ['crashAt', 'n9', 'afterApply'],
    ['disarm', 'n9'],
    ['configure', 'n9', { primary: 'n1' }],
    ['workload', 'n9', null],
    ['write', 'n9', [put('a')]],
    ['read', 'n9', ITEMS, 'a'],
    ['openReadView', 'n9'],
    ['closeReadView', 'n9', 'v1'],
    ['resume', 'n9'],
    ['bootstrap', 'n9'],
    ['cancel', 'n9'],
    ['wal', 'n9'],
    ['walBytes', 'n9'],
    ['versions', 'n9', ITEMS, 'a'],
    ['explain', { node: 'n9' }],
  ]
  for (const [method, ...args] of calls) await expectRejection(cluster, 'AERO_CLUSTER_NO_SUCH_NODE', method, ...args)
})

test('malformed input rejects, and changes nothing', async ({ cluster }) => {
  const calls: readonly (readonly [string, ...unknown[]])[] = [
    ['kill', 7],
    ['kill'],
    ['partition', 'n1', 'n1'],
    ['condition', 'n1', 'n2', { kind: 'scramble' }],
    ['condition', 'n1', 'n2', { kind: 'drop', count: 0 }],
    ['condition', 'n1', 'n2', { kind: 'drop', count: 1.5 }],
    ['condition', 'n1', 'n2', { kind: 'flipBit', bit: -1 }],
    ['condition', 'n1', 'n2', { kind: 'drop', frames: 'some' }],
    ['condition', 'n1', 'n2', null],
    ['release', 'n1', 'n2', 0],
    ['damage', 'n1', { kind: 'burn' }],
    ['damage', 'n1', { kind: 'flipBit' }],
    ['damage', 'n1', { kind: 'flipBit', lsn: 0 }],
    ['crashAt', 'n1', 'atMidnight'],
    ['crashAt', 'n1'],
    ['configure', 'n1', 'n2'],
    ['workload', 'n1', { commitsPerSecond: 0 }],
    ['workload', 'n1', { commitsPerSecond: 1, clients: 0 }],
    ['workload', 'n1', {}],
    ['write', 'n1', 'a'],
    ['write', 'n1', [{ op: 'put', collection: ITEMS }]],
    ['write', 'n1', [{ op: 'put', collection: ITEMS, document: [] }]],
    ['write', 'n1', [{ op: 'merge', collection: ITEMS, document: { _id: 'a' } }]],
    ['write', 'n1', [{ op: 'delete', collection: ITEMS }]],
    ['write', 'n1', [{ op: 'delete', collection: 3, id: 'a' }]],
    ['write', 'n1', [put('a')], { basedOn: 'yesterday' }],
    ['write', 'n1', [put('a')], { basedOn: -1 }],
    ['read', 'n1', ITEMS],
    ['read', 'n1', ITEMS, 'a', -1],
    ['read', 'n1', ITEMS, 'a', 0.5],
    ['read', 'n1', ITEMS, 'a', {}],
    ['openReadView', 'n1', 'newest'],
    ['wal', 'n1', { from: 0 }],
    ['wal', 'n1', { limit: 0 }],
    ['settled', -1],
    ['explain', {}],
    ['subscribe', null],
    ['create', { nodes: [], primary: 'n1' }],
    ['create', { nodes: ['n1', 'n1'], primary: 'n1' }],
    ['create', { nodes: ['n1'], primary: 'n2' }],
    ['create', { nodes: ['n:1'], primary: 'n:1' }],
    ['create', { nodes: ['n1'], primary: 'n1', sync: 'never' }],
    ['create', { nodes: ['n1'], primary: 'n1', sycn: 'each' }],
    ['create', { nodes: ['n1'], primary: 'n1', schemas: [] }],
    ['configure', 'n1', {}],
    ['configure', 'n1', { foo: 1 }],
    ['condition', 'n1', 'n2', { kind: 'hold', count: 2 }],
    ['bootstrap', 'n1', { discard: true }],
    ['explain', { node: 'n1', request: 'r1' }],
  ]
  const before = await cluster.api.state()
  for (const [method, ...args] of calls) await expectRejection(cluster, 'AERO_REQUEST_MALFORMED', method, ...args)
  expect(await cluster.api.state()).toEqual(before)
})

test('CLUSTER-8, CLUSTER-9, CLUSTER-14: where there is nothing to release, to crash at, to disarm or to cancel, that is said', async ({
  cluster,
}) => {
  const before = await cluster.api.state()
  expect(await cluster.api.release('n1', 'n2')).toBe(0)
  await expectRejection(cluster, 'AERO_CRASH_POINT_UNREACHABLE', 'crashAt', 'n1', 'afterReplicaAppend')
  await expectRejection(cluster, 'AERO_CRASH_POINT_UNREACHABLE', 'crashAt', 'n2', 'duringShipping')
  await expectRejection(cluster, 'AERO_CRASH_POINT_NOT_ARMED', 'disarm', 'n1')
  await expectRejection(cluster, 'AERO_OPERATOR_NOTHING_WAITS', 'cancel', 'n2')
  expect(await cluster.api.state()).toEqual(before)
  await cluster.api.kill('n2')
  await expectRejection(cluster, 'AERO_NODE_DEAD', 'release', 'n2', 'n1')
  await cluster.api.create({ nodes: ['a'], primary: 'a' })
  await expectRejection(cluster, 'AERO_CRASH_POINT_UNREACHABLE', 'crashAt', 'a', 'duringShipping')
})

test('what is no request or no view of a node rejects too', async ({ cluster }) => {
  await expectRejection(cluster, 'AERO_EXPLANATION_NOT_KEPT', 'explain', { request: 'r999' })
  await expectRejection(cluster, 'AERO_READ_VIEW_NOT_OPEN', 'closeReadView', 'n1', 'v999')
})

test('state is the whole cluster as plain JSON', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  const state = await cluster.run(() => {
    const live = window.aerodb.state()
    return { live, copied: JSON.parse(JSON.stringify(live)) as typeof live }
  }, null)
  expect(state.live).toEqual(state.copied)
  const digest = expect.stringMatching(/^[0-9a-f]{32}$/)
  const common = {
    alive: true,
    incarnation: 1,
    historyId: digest,
    retainedFrom: 1,
    receivedLsn: 3,
    durableLsn: 3,
    appliedLsn: 3,
    appliedCommitId: 1,
    chainDigest: digest,
    stateDigest: digest,
    visibilityFloor: 0,
    readViews: [],
  }
  expect(state.live.nodes).toEqual([
    { ...common, name: 'n1', role: 'PrimaryActive' },
    { ...common, name: 'n2', role: 'ReplicaActive', session: 'streaming' },
    { ...common, name: 'n3', role: 'ReplicaActive', session: 'streaming' },
  ])
  const directions = state.live.links.map(({ from, to }) => `${from}→${to}`)
  expect(directions.toSorted()).toEqual(['n1→n2', 'n1→n3', 'n2→n1', 'n2→n3', 'n3→n1', 'n3→n2'])
  for (const link of state.live.links) {
    expect(link).toEqual({
      from: expect.any(String),
      to: expect.any(String),
      up: true,
      held: 0,
      inFlight: 0,
      delivered: expect.any(Number),
      lost: 0,
    })
  }
  expect(state.live.ledger).toEqual({ acknowledged: 1, rejected: 0, unknown: 0 })
})

test('of a dead node the state is what was last observed', async ({ cluster }) => {
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  const before = await cluster.node('n1')
  await cluster.api.kill('n1')
  const { session: _, ...observed } = before
  expect(await cluster.node('n1')).toMatchObject({ ...observed, alive: false })
  for (const link of (await cluster.api.state()).links) expect(link.up).toBe(link.from !== 'n1' && link.to !== 'n1')
  const after = await cluster.api.restart('n1')
  expect(after).toMatchObject({ ...observed, incarnation: 2 })
  expect(await cluster.node('n1')).toEqual(after)
})

test('whatever resolves is already reflected by the state, and so is a kill', async ({ cluster }) => {
  const seen = await cluster.run(async () => {
    const { aerodb } = window
    const node = (name: string) => aerodb.state().nodes.find((candidate) => candidate.name === name)
    const written = await aerodb.write('n1', [{ op: 'put', collection: 'items', document: { _id: 'a' } }])
    const afterWrite = { applied: node('n1')?.appliedCommitId, acknowledged: aerodb.state().ledger.acknowledged }
    const opened = await aerodb.openReadView('n1')
    const afterOpen = node('n1')?.readViews.length
    if (opened.outcome === 'opened') await aerodb.closeReadView('n1', opened.view)
    const afterClose = node('n1')?.readViews.length
    await aerodb.partition('n1', 'n2')
    const afterPartition = [aerodb.state().links.filter(({ up }) => !up).length, node('n2')?.session]
    await aerodb.heal('n1', 'n2')
    const afterHeal = aerodb.state().links.filter(({ up }) => !up).length
    await aerodb.kill('n3')
    const afterKill = node('n3')?.alive
    await aerodb.restart('n3')
    const afterRestart = [node('n3')?.alive, node('n3')?.role, node('n3')?.incarnation]
    return { written, afterWrite, afterOpen, afterClose, afterPartition, afterHeal, afterKill, afterRestart }
  }, null)
  expect(seen).toEqual({
    written: { outcome: 'acknowledged', request: expect.any(String), commitId: 1 },
    afterWrite: { applied: 1, acknowledged: 1 },
    afterOpen: 1,
    afterClose: 0,
    afterPartition: [2, 'disconnected'],
    afterHeal: 0,
    afterKill: false,
    afterRestart: [true, 'ReplicaActive', 2],
  })
})

test('partition and heal are idempotent, and a heal where nothing is to heal opens no new session', async ({ cluster }) => {
  await cluster.api.partition('n1', 'n2')
  const cut = await cluster.api.state()
  await cluster.api.partition('n2', 'n1')
  expect(await cluster.api.state()).toEqual(cut)
  await cluster.api.heal('n2', 'n1')
  await cluster.api.settled()
  const healed = await cluster.api.state()
  await cluster.api.heal('n1', 'n2')
  await cluster.api.heal('n1', 'n3')
  await cluster.api.settled()
  expect(await cluster.api.state()).toEqual(healed)
})

test('subscribers hear of changes, at most once an animation frame, until they leave', async ({ cluster }) => {
  const heard = await cluster.run(async () => {
    const { aerodb } = window
    const nextFrame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()))
    let calls = 0
    let callsThisFrame = 0
    let mostInAFrame = 0
    let newest: unknown = null
    const leave = aerodb.subscribe((state) => {
      calls++
      callsThisFrame++
      mostInAFrame = Math.max(mostInAFrame, callsThisFrame)
      newest = state
    })
    for (let write = 0; write < 50; write++) {
      await aerodb.write('n1', [{ op: 'put', collection: 'items', document: { _id: `d${write}` } }])
      if (write % 10 === 9) {
        await nextFrame()
        callsThisFrame = 0
      }
    }
    await aerodb.settled()
    await nextFrame()
    await nextFrame()
    const isNewest = JSON.stringify(newest) === JSON.stringify(aerodb.state())
    const callsBefore = calls
    leave()
    await aerodb.write('n1', [{ op: 'put', collection: 'items', document: { _id: 'last' } }])
    await aerodb.settled()
    await nextFrame()
    await nextFrame()
    return { callsBefore, callsAfter: calls - callsBefore, isNewest }
  }, null)
  expect(heard.callsBefore).toBeGreaterThan(0)
  expect(heard).toMatchObject({ callsAfter: 0, isNewest: true })
})

test('settled rejects while a workload runs, and says so', async ({ cluster }) => {
  await cluster.api.workload('n1', { commitsPerSecond: 50, clients: 2 })
  await cluster.until('the workload writes', ({ ledger }) => ledger.acknowledged >= 10, null)
  await expect(cluster.api.settled(200)).rejects.toThrow(/AERO_[A-Z_]+: .*workload/)
  await cluster.api.workload('n1', null)
  await cluster.api.settled()
  const { ledger } = await cluster.api.state()
  const log = await cluster.expectAllEqual()
  expect(log.commits.length, 'each acknowledged commit is in the log').toBe(ledger.acknowledged)
  expect(ledger).toMatchObject({ rejected: 0, unknown: 0 })
})

test('settled names what still moves', async ({ cluster }) => {
  const refusal = await cluster.run(async () => {
    const { aerodb } = window
    const over = new AbortController()
    const writing = (async () => {
      while (!over.signal.aborted) await aerodb.write('n1', [{ op: 'put', collection: 'items', document: { _id: 'a' } }])
    })()
    const message = await aerodb.settled(100).then(
      () => 'it settled',
      (thrown: unknown) => String(thrown),
    )
    over.abort()
    await writing
    return message
  }, null)
  expect(refusal).toMatch(/AERO_CLUSTER_NOT_SETTLED: .*n1/)
})

test('held frames, lost frames and frames to the dead do not move', async ({ cluster }) => {
  await cluster.api.condition('n1', 'n2', { kind: 'hold' })
  await cluster.api.condition('n1', 'n3', { kind: 'cut' })
  await cluster.api.write('n1', [put('a')])
  await cluster.api.settled()
  await cluster.api.kill('n2')
  await cluster.api.write('n1', [put('b')])
  await cluster.api.settled()
  expect(await cluster.node('n3')).toMatchObject({ appliedCommitId: 0 })
})
