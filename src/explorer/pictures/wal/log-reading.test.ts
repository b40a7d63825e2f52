import { describe, expect, it } from 'vitest'
import { lsn } from '../../../aerodb/ids.ts'
import type { Position } from '../../../aerodb/observation.ts'
import type { WalRecordView } from '../../../cluster/contract.ts'
import { exampleNode, examplePosition, examplePrimary, exampleView } from '../../../cluster/example-view.ts'
import { FrameMemory } from '../../store/frame-memory.ts'
import { LogReading } from './log-reading.ts'

const chain = (at: number, history: string) => `${history}${at.toString(16).padStart(15, '0')}`.padEnd(32, '0')
const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const record = (at: number, history: string): WalRecordView => ({
  lsn: at,
  type: at % 3 === 0 ? 'commit' : 'version',
  bytes: 60,
  crc: 0,
  chainDigest: chain(at, history),
})

/** n1 is Primary with 60 records; n2 has `length` of a history that agrees with it up to LSN 40 and then is `history`. */
function twoNodes(length: number, history: string) {
  const historyAt = (node: string, at: number) => (node === 'n1' || at <= 40 ? 'a' : history)
  const asked: string[] = []
  const at = (node: string, end: number, differs: Partial<Position>) =>
    examplePosition({
      receivedLsn: lsn(end),
      durableLsn: lsn(end),
      appliedLsn: lsn(end),
      chainDigest: bytes(chain(end, historyAt(node, end))),
      ...differs,
    })
  const n1 = examplePrimary(at('n1', 60, { role: 'PrimaryActive' }))
  const n2 = exampleNode('n2', { position: at('n2', length, {}) })
  const view = exampleView({ nodes: [n1, n2] })
  const reading = new LogReading(
    {
      wal: async (node, range) => {
        const from = range?.from ?? 1
        asked.push(node)
        const last = Math.min(node === 'n1' ? 60 : length, from + (range?.limit ?? 1) - 1)
        return Array.from({ length: Math.max(0, last - from + 1) }, (_, index) =>
          record(from + index, historyAt(node, from + index)),
        )
      },
    },
    () => undefined,
  )
  const settle = async (window: { readonly first: number; readonly last: number }) => {
    for (let turn = 0; turn < 40; turn++) {
      reading.observe(view, new FrameMemory())
      reading.want(window)
      await Promise.resolve()
    }
  }
  return { reading, asked, settle, view, n1, n2 }
}

describe('LogReading', () => {
  it('asks a Replica for nothing that its chain digest proves to be the Primary`s', async () => {
    const { reading, asked, settle } = twoNodes(50, 'a')
    await settle({ first: 30, last: 60 })
    expect([...new Set(asked)]).toEqual(['n1'])
    expect(reading.records('n2').typeAt(48)).toBe('commit')
    expect(reading.forks({ first: 30, last: 60 })).toEqual([])
  })

  it('proves a Replica that ends outside of the window by one record', async () => {
    const { reading, asked, settle } = twoNodes(20, 'a')
    await settle({ first: 5, last: 12 })
    expect([...new Set(asked)]).toEqual(['n1'])
    expect(reading.records('n2').typeAt(6)).toBe('commit')
  })

  it('reads a log that has diverged from its own node, and finds the fork', async () => {
    const { reading, asked, settle } = twoNodes(50, 'b')
    await settle({ first: 30, last: 60 })
    expect(new Set(asked)).toEqual(new Set(['n1', 'n2']))
    expect(reading.forks({ first: 30, last: 60 })).toEqual([{ a: 'n1', b: 'n2', lsn: 41, found: 'at' }])
  })

  it('finds a fork that lies before the window by asking both nodes', async () => {
    const { reading, settle } = twoNodes(50, 'b')
    await settle({ first: 45, last: 60 })
    reading.forks({ first: 45, last: 60 })
    await settle({ first: 45, last: 60 })
    expect(reading.forks({ first: 45, last: 60 })).toEqual([{ a: 'n1', b: 'n2', lsn: 41, found: 'at' }])
  })

  it('takes nothing of a log for that of its successor after a restart', async () => {
    const { reading, settle, n1, n2, view } = twoNodes(50, 'a')
    await settle({ first: 30, last: 60 })
    reading.observe({ ...view, nodes: [{ ...n1, starts: 2 }, n2] }, new FrameMemory())
    expect(reading.records('n1').typeAt(45)).toBeNull()
    expect(reading.records('n2').typeAt(45)).toBeNull()
  })

  it('keeps the log of a dead node as it was last seen, and asks it nothing', async () => {
    const { reading, asked, settle, n1, n2, view } = twoNodes(50, 'a')
    await settle({ first: 30, last: 60 })
    const before = asked.length
    const dead = {
      ...view,
      nodes: [
        { ...n1, life: 'dead' as const },
        { ...n2, life: 'dead' as const },
      ],
    }
    reading.observe(dead, new FrameMemory())
    reading.want({ first: 1, last: 60 })
    expect(asked).toHaveLength(before)
    expect(reading.records('n1').typeAt(45)).toBe('commit')
  })
})
