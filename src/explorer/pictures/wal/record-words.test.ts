import { describe, expect, it } from 'vitest'
import { exampleNode, exampleView } from '../../../cluster/example-view.ts'
import { laneFacts } from './lane-facts.ts'
import { recordWords } from './record-words.ts'

const alive = laneFacts(exampleNode('n2'), null, exampleView(), null)
const dead = laneFacts(exampleNode('n2', { life: 'dead' }), null, exampleView(), null)

describe('recordWords', () => {
  it('says what a record is, and how far it has come on this node', () => {
    expect(recordWords(alive, 137, { lsn: 137, type: 'version', commitId: 45, key: 'notes:a:b', bytes: 187 })).toEqual({
      title: 'LSN 137 on n2',
      stage: 'durable, not applied',
      content: 'version of notes/a:b in commit 45 · 187 bytes',
    })
    expect(recordWords(alive, 133, { lsn: 133, type: 'commit', commitId: 43, key: null, bytes: 25 }).content).toBe(
      'commit 43 · 25 bytes',
    )
  })

  it('says nothing about the content of a record that is not known here', () => {
    expect(recordWords(alive, 141, null)).toEqual({ title: 'LSN 141 on n2', stage: 'received, not durable', content: null })
  })

  it('does not speak of a dead node in the present', () => {
    expect(recordWords(dead, 130, null).stage).toBe('applied when last seen')
    expect(recordWords(dead, 141, null).stage).toBe('in doubt')
  })
})
