import { describe, expect, it } from 'vitest'
import type { ClusterView } from '../../../cluster/cluster.ts'
import { exampleLink, exampleNode, examplePosition, examplePrimary, exampleView } from '../../../cluster/example-view.ts'
import type { FrameEvent } from '../../../cluster/frame-event.ts'
import { TimeLine } from './time-line.ts'

const n3 = (differs: Parameters<typeof exampleNode>[1]) =>
  exampleView({ nodes: [examplePrimary(), exampleNode('n2'), exampleNode('n3', differs)] })
const links = (...changed: readonly Parameters<typeof exampleLink>[]): ClusterView => {
  const view = exampleView()
  const changedLinks = changed.map((change) => exampleLink(...change))
  return {
    ...view,
    links: view.links.map((link) => changedLinks.find(({ from, to }) => from === link.from && to === link.to) ?? link),
  }
}
const said = (...views: readonly ClusterView[]) => {
  const line = new TimeLine()
  for (const [index, view] of views.entries()) line.observe(view, index * 1000)
  return line.marks.map(({ words, atMillis }) => `${atMillis} ${words}`)
}

describe('TimeLine', () => {
  it('keeps the lives of a node as stretches of one standing', () => {
    const line = new TimeLine()
    line.observe(n3({}), 100)
    line.observe(n3({}), 200)
    line.observe(n3({ life: 'dead' }), 300)
    line.observe(n3({}), 450)
    expect(line.spans('n3')).toEqual([
      { standing: 'ReplicaActive', fromMillis: 100, untilMillis: 300 },
      { standing: 'Dead', fromMillis: 300, untilMillis: 450 },
      { standing: 'ReplicaActive', fromMillis: 450, untilMillis: null },
    ])
    expect(line.beganMillis).toBe(100)
  })

  it('marks kills, starts, halts and refusals, once each, and nothing that stood before it looked', () => {
    const halted = { position: examplePosition({ role: 'ReplicationHalted' }) }
    const refused = { position: examplePosition({ role: 'StartRefused' }), starts: 2 }
    expect(said(n3(halted), n3(halted))).toEqual([])
    expect(said(n3({}), n3(halted), n3({ life: 'dead' }), n3(refused), n3(refused))).toEqual([
      '1000 n3 halted',
      '2000 n3 killed',
      '3000 n3 refused to start',
    ])
    expect(said(n3({ life: 'dead' }), n3({ starts: 2 }))).toEqual(['1000 n3 started'])
  })

  it('marks what is done to a link: a cut by its direction, a partition once for both', () => {
    const parted = links(['n1', 'n3', { partitioned: true, up: false }], ['n3', 'n1', { partitioned: true, up: false }])
    expect(said(links(), links(['n3', 'n1', { condition: { kind: 'cut' } }]), links())).toEqual([
      '1000 n3 to n1: cut',
      '2000 n3 to n1 passes',
    ])
    expect(said(links(), parted, links())).toEqual(['1000 n1 and n3 parted', '2000 n1 and n3 healed'])
  })

  it('samples frames that arrived, and stays bounded', () => {
    const line = new TimeLine()
    const frame = (fate: FrameEvent['fate']): FrameEvent => ({
      from: 'n1',
      to: 'n2',
      incarnation: 1,
      number: 1,
      kind: 'records',
      fate,
      bytes: 9,
      records: null,
      reportsLsn: null,
    })
    for (let now = 0; now < 1_000_000; now += 50) line.observeFrames([frame('sent'), frame('delivered')], now)
    expect(line.frames.length).toBeLessThanOrEqual(900)
    expect(line.frames.at(-1)?.atMillis).toBeGreaterThan(999_000)
  })
})
