import { describe, expect, it } from 'vitest'
import { commitId, lsn } from '../../aerodb/ids.ts'
import { exampleNode, examplePosition, examplePrimary } from '../../cluster/example-view.ts'
import { lagCommits, nodeSentence } from './node-sentence.ts'

describe('nodeSentence', () => {
  it('says what an active node serves, and how far', () => {
    expect(nodeSentence(examplePrimary(), null)).toBe('Accepts writes. Serves reads up to CommitId 46.')
    expect(nodeSentence(exampleNode('n2'), null)).toBe(
      'Streams from n1, 2 commits behind as of its last frame. Serves its prefix up to CommitId 44.',
    )
    const apart = exampleNode('n2', { position: examplePosition({ session: 'disconnected' }) })
    expect(nodeSentence(apart, null)).toBe('No session with n1. Serves its prefix up to CommitId 44.')
  })

  it('adds what a Replica that no frame reaches can not know', () => {
    const lag = { primary: 'n1', primaryCommitId: 56, commits: 12, records: 1, seen: 'now' } as const
    expect(nodeSentence(exampleNode('n2'), lag)).toContain(
      'Serves its prefix up to CommitId 44. n1 stands at CommitId 56: 12 commits and 1 record further.',
    )
  })

  it('gives the reason of a halt in the words of the node', () => {
    const halted = examplePosition({
      role: 'ReplicationHalted',
      durableLsn: lsn(130),
      halt: {
        reason: 'WalGapDetected',
        rule: 'LOG-5',
        code: 'AERO_WAL_GAP',
        message: 'a frame began at LSN 134, and 131 was expected',
        evidence: {},
      },
    })
    expect(nodeSentence(exampleNode('n3', { position: halted }), null)).toBe(
      'WalGapDetected: a frame began at LSN 134, and 131 was expected. It holds the prefix up to LSN 130, and serves nothing until an operator acts.',
    )
  })

  it('says what an operator waits for', () => {
    const active = exampleNode('n2', { operatorWaits: 'bootstrap' })
    expect(nodeSentence(active, null)).toMatch(/ A bootstrap waits for the answer of n1\.$/)
    expect(nodeSentence({ ...active, life: 'dead' }, null)).not.toContain('waits')
  })

  it('does not claim a role for a dead node, nor a prefix that was never seen', () => {
    expect(nodeSentence(exampleNode('n2', { life: 'dead' }), null)).toBe(
      'No worker runs. Its disk stays; LSN 139 was the last seen durable.',
    )
    expect(nodeSentence(exampleNode('n2', { life: 'dead', position: null }), null)).toBe('No worker runs. Its disk stays.')
    const crashed = { code: 'AERO_HOST_CRASH_POINT', message: 'crash point afterWalDurable' }
    expect(nodeSentence(exampleNode('n2', { life: 'dead', death: crashed }), null)).toContain('crash point afterWalDurable')
  })

  it('gives the refusal of a start', () => {
    const refused = examplePosition({
      role: 'StartRefused',
      refusal: { code: 'AERO_RECOVERY_WAL_CORRUPT', severity: 'FATAL', message: 'record 7 does not verify' },
    })
    expect(nodeSentence(exampleNode('n2', { position: refused }), null)).toBe('Record 7 does not verify. It serves nothing.')
  })
})

describe('lagCommits (READ-6)', () => {
  it('counts commits against what the Primary last said, and knows nothing before it said anything', () => {
    expect(lagCommits(examplePosition())).toBe(2)
    expect(lagCommits(examplePosition({ primaryCommitId: commitId(0) }))).toBeNull()
    expect(lagCommits(examplePosition({ role: 'ReplicationHalted' }))).toBeNull()
  })
})
