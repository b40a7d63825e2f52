import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../platform/hashing.ts'
import { formatTranscript, parseTranscript } from '../simulation/transcript/parse-transcript.ts'
import { runTranscript } from '../simulation/transcript/run-transcript.ts'

const FOLDER = fileURLToPath(new URL('../simulation/transcripts/', import.meta.url))
const hash = await loadHash128()

/** `AERODB_TRANSCRIPTS=write npm run unit -- transcripts` writes what the engine says now. Commit it only once every changed line is understood. */
const WRITE = process.env.AERODB_TRANSCRIPTS === 'write'

const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'))

describe('transcripts', () => {
  test('there are some', () => expect(FILES.length).toBeGreaterThan(5))

  test.each(FILES)('%s', (name) => {
    const text = readFileSync(`${FOLDER}${name}`, 'utf8')
    const said = formatTranscript(runTranscript(hash, parseTranscript(text)))
    if (WRITE) writeFileSync(`${FOLDER}${name}`, said)
    expect(said).toBe(WRITE ? said : text)
  })

  test('a transcript that expects something else fails', () => {
    const [name = ''] = FILES
    const text = readFileSync(`${FOLDER}${name}`, 'utf8')
    const changed = text.replace('Primary', 'primary')
    expect(formatTranscript(runTranscript(hash, parseTranscript(changed)))).not.toBe(changed)
  })
})
