import { describe, expect, it } from 'vitest'
import { TraceLog } from './trace-log.ts'

const chunk = (node: string, id: number) => ({ node, starts: 1, inputs: `[{"input":"batchDurable","id":${id}}]` })

describe('the trace log', () => {
  it('keeps what hosts report, in the order in which they report it', () => {
    const log = new TraceLog()
    const chunks = [chunk('n1', 1), chunk('n2', 1), chunk('n1', 2)]
    for (const each of chunks) log.append(each)
    expect(log.read()).toEqual({ chunks, complete: true })
  })

  it('stops, and says so, rather than keep a part with a hole in it', () => {
    const log = new TraceLog(chunk('n1', 1).inputs.length + 1)
    log.append(chunk('n1', 1))
    log.append(chunk('n1', 2))
    log.append({ node: 'n1', starts: 1, inputs: '' })
    expect(log.read()).toEqual({ chunks: [chunk('n1', 1)], complete: false })
  })
})
