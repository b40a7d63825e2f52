import { describe, expect, it } from 'vitest'
import { lsn } from '../../aerodb/ids.ts'
import { diskContentsOf } from './disk-image.ts'
import { packDisk } from './packed-disk.ts'
import { type Recording, recordedSteps } from './recording.ts'

const EMPTY: Recording = { disks: [], pieces: [], complete: true }
const CONTENTS = {
  manifest: Uint8Array.of(7, 8),
  batches: [
    { firstLsn: lsn(1), bytes: Uint8Array.of(1, 2, 3) },
    { firstLsn: lsn(4), bytes: new Uint8Array(0) },
    { firstLsn: lsn(5), bytes: Uint8Array.of(255) },
  ],
}

describe('the steps of a recording', () => {
  it('begin with the disks, and give each step to its node', () => {
    const pieces = [
      { node: 'n1', steps: '[{"durable":1},{"down":"n2"}]', count: 2 },
      { node: 'n2', steps: '[{"durable":1}]', count: 1 },
    ]
    expect([...recordedSteps({ ...EMPTY, disks: [['n1', { created: 'c' }]], pieces })]).toEqual([
      { node: 'n1', disk: { created: 'c' } },
      { node: 'n1', durable: 1 },
      { node: 'n1', down: 'n2' },
      { node: 'n2', durable: 1 },
    ])
  })

  it('show a disk as it was found, byte for byte', () => {
    const [step] = [...recordedSteps({ ...EMPTY, disks: [['n1', packDisk(CONTENTS)]] })] as [{ readonly disk: never }]
    expect(diskContentsOf(step.disk)).toEqual(CONTENTS)
  })

  it('are refused where the recording has stopped, or begins with too much', () => {
    expect(() => [...recordedSteps({ ...EMPTY, complete: false })]).toThrow('AERO_TRACE_INCOMPLETE')
    const oversize = packDisk({ manifest: null, batches: [{ firstLsn: lsn(1), bytes: new Uint8Array(33 * 1024 * 1024) }] })
    expect(oversize).toEqual({ oversizeBytes: 33 * 1024 * 1024 })
    expect(() => [...recordedSteps({ ...EMPTY, disks: [['n1', oversize]] })]).toThrow('AERO_TRACE_DISK_TOO_LARGE')
  })
})
