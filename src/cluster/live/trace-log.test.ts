import { describe, expect, it } from 'vitest'
import { TraceLog } from './trace-log.ts'

const durable = (id: number) => `[{"durable":${id}}]`
const OUTLINE = { manifest: 7, batches: 1, bytes: 100 }

function stepsOf(log: TraceLog): readonly unknown[] {
  return log.read().pieces.flatMap(({ node, steps }) => (JSON.parse(steps) as object[]).map((step) => ({ node, ...step })))
}

describe('the trace log', () => {
  it('keeps what hosts report, in the order in which they report it', () => {
    const log = new TraceLog()
    log.logged('n1', durable(1), 1)
    log.logged('n2', durable(1), 1)
    log.logged('n1', durable(2), 1)
    expect(stepsOf(log)).toEqual([
      { node: 'n1', durable: 1 },
      { node: 'n2', durable: 1 },
      { node: 'n1', durable: 2 },
    ])
    expect(log.read().complete).toBe(true)
  })

  it('knows a disk once it was shown, and leaves out what was done to it before', () => {
    const log = new TraceLog()
    log.shown('n1', { created: 'c' })
    expect([log.knowsDisk('n1'), log.knowsDisk('n2')]).toEqual([true, false])
    log.damaged('n2', { kind: 'wipe' }, OUTLINE)
    const found = { manifest: null, firstLsns: [], ends: [], bytes: new Uint8Array(0) }
    log.shown('n2', found)
    expect(log.knowsDisk('n2')).toBe(true)
    log.damaged('n2', { kind: 'wipe' }, OUTLINE)
    expect(stepsOf(log)).toEqual([{ node: 'n2', damage: { kind: 'wipe' }, outline: OUTLINE }])
    expect(log.read().disks).toEqual([
      ['n1', { created: 'c' }],
      ['n2', found],
    ])
  })

  it('says that a node died only where something of that life was recorded', () => {
    const log = new TraceLog()
    log.died('n1', 'stopped')
    log.logged('n1', durable(1), 1)
    log.died('n1', 'killed')
    log.died('n1', 'killed')
    expect(stepsOf(log)).toEqual([
      { node: 'n1', durable: 1 },
      { node: 'n1', died: 'killed' },
    ])
  })

  it('stops, and says so, rather than keep a part with a hole in it', () => {
    const log = new TraceLog(durable(1).length + 1)
    log.logged('n1', durable(1), 1)
    log.logged('n1', durable(2), 1)
    log.logged('n1', '', 0)
    expect(stepsOf(log)).toEqual([{ node: 'n1', durable: 1 }])
    expect(log.read().complete).toBe(false)
    expect(log.size).toMatchObject({ steps: 1, complete: false })
  })
})
