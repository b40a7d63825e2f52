import { describe, expect, it } from 'vitest'
import { lsn } from '../../../aerodb/ids.ts'
import { exampleNode, examplePosition, examplePrimary, exampleView } from '../../../cluster/example-view.ts'
import { laneFacts } from './lane-facts.ts'
import { cursorMove } from './wal-keyboard.ts'
import type { RecordPlace } from './wal-scene.ts'

const nodes = [
  examplePrimary(),
  exampleNode('n2'),
  exampleNode('n3', { position: examplePosition({ receivedLsn: lsn(0), durableLsn: lsn(0), appliedLsn: lsn(0) }) }),
]
const lanes = nodes.map((node) => laneFacts(node, null, exampleView({ nodes }), null))
const scene = (cursor: RecordPlace | null) => ({
  cursor,
  nodes: nodes.map(({ name }) => name),
  visible: { first: 96, last: 142 },
  factsOf: (name: string) => lanes.find(({ node }) => node === name) ?? null,
})
const press = (key: string, cursor: RecordPlace | null) =>
  cursorMove({ key, ctrlKey: false, metaKey: false, altKey: false }, scene(cursor))
const at = (node: string, lsnAt: number) => ({ kind: 'cursor', place: { node, lsn: lsnAt } })

describe('cursorMove', () => {
  it('begins at the newest record in the picture', () => {
    expect(press('ArrowLeft', null)).toEqual(at('n1', 142))
  })

  it('moves by record, by window, to both ends, and never off a log', () => {
    expect(press('ArrowLeft', { node: 'n1', lsn: 120 })).toEqual(at('n1', 119))
    expect(press('ArrowRight', { node: 'n1', lsn: 142 })).toEqual(at('n1', 142))
    expect(press('PageUp', { node: 'n1', lsn: 120 })).toEqual(at('n1', 74))
    expect(press('Home', { node: 'n2', lsn: 120 })).toEqual(at('n2', 1))
    expect(press('End', { node: 'n2', lsn: 120 })).toEqual(at('n2', 142))
  })

  it('goes from node to node at one LSN, as far as the other log reaches', () => {
    expect(press('ArrowDown', { node: 'n1', lsn: 120 })).toEqual(at('n2', 120))
    expect(press('ArrowDown', { node: 'n2', lsn: 120 })).toEqual(at('n3', 1))
    expect(press('ArrowUp', { node: 'n1', lsn: 120 })).toEqual(at('n1', 120))
  })

  it('leaves keys alone that are the browser`s', () => {
    expect(press('Tab', null)).toBeNull()
    expect(cursorMove({ key: '+', ctrlKey: true, metaKey: false, altKey: false }, scene(null))).toBeNull()
  })

  it('selects what the cursor is on', () => {
    expect(press('Enter', { node: 'n2', lsn: 101 })).toEqual({ kind: 'select', place: { node: 'n2', lsn: 101 } })
  })
})
