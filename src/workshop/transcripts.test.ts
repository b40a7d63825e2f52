import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { GUARDS } from '../aerodb/rules/guards.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { OUT_OF_REACH } from '../simulation/provocations/out-of-reach.ts'
import { formatTranscript, parseTranscript, type Transcript } from '../simulation/transcript/parse-transcript.ts'
import { runTranscript } from '../simulation/transcript/run-transcript.ts'
import { transcriptIndex } from '../simulation/transcript/transcript-index.ts'

const FOLDER = fileURLToPath(new URL('../simulation/transcripts/', import.meta.url))
const INDEX = 'README.md'
const hash = await loadHash128()

/** `AERODB_TRANSCRIPTS=write npm run unit -- transcripts` writes what the engine says now. Commit it only once every changed line is understood. */
const WRITE = process.env.AERODB_TRANSCRIPTS === 'write'

const namesIn = (folder: string): readonly string[] =>
  readdirSync(`${FOLDER}${folder}`)
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => `${folder}/${name}`)
const FLOWS = namesIn('flows')
const REFUSALS = namesIn('refusals')

const textOf = (name: string): string => readFileSync(`${FOLDER}${name}`, 'utf8')
const saidIn = ({ steps }: Transcript): string => steps.map(({ expected }) => expected).join('\n')

/** What is said, or what is thrown: without a rule a node may come to where it can't be. */
function outcomeOf(said: () => string): string {
  try {
    return said()
  } catch (thrown) {
    return String(thrown)
  }
}

describe('transcripts', () => {
  test.each([...FLOWS, ...REFUSALS])('%s', (name) => {
    const text = textOf(name)
    const said = formatTranscript(runTranscript(hash, parseTranscript(text)))
    if (WRITE) writeFileSync(`${FOLDER}${name}`, said)
    expect(said).toBe(WRITE ? said : text)
  })

  test.each([...FLOWS, ...REFUSALS])('%s says at its top what it shows', (name) => {
    expect(textOf(name)).toMatch(/^(# .*\n)*# .*\.\n\n/)
  })

  test('a transcript that expects something else fails', () => {
    const [name = ''] = FLOWS
    const changed = textOf(name).replace('Primary', 'primary')
    expect(formatTranscript(runTranscript(hash, parseTranscript(changed)))).not.toBe(changed)
  })

  test('a transcript that asks for what can not be is no transcript', () => {
    const asked = (command: string): unknown => runTranscript(hash, parseTranscript(`cluster n1\n----\n\n${command}\n----\n`))
    expect(() => asked('levitate n1')).toThrow('"levitate" is no command')
    expect(() => asked('land n1')).toThrow('n1 writes nothing')
    expect(() => asked('deliver n1 n2')).toThrow('no frame 0 from n1 to n2')
    expect(() => asked('forge n1 n2 chainAfter=other')).toThrow('no frame 0 from n1 to n2')
    expect(() => runTranscript(hash, parseTranscript('start n1\n----\n'))).toThrow('begins with a cluster')
  })
})

describe("every rule's refusal has its transcript", () => {
  const guards = Object.entries(GUARDS).map(([name, guard]) => ({ name, guard, rule: guard.rule, code: guard.code }))
  const reachable = guards.filter(({ name }) => !(name in OUT_OF_REACH))

  test.each(reachable)('$rule: $name refuses, and the transcript shows it', ({ name, rule, code }) => {
    const [title = ''] = textOf(`refusals/${rule}.txt`).split('\n')
    const said = saidIn(runTranscript(hash, parseTranscript(textOf(`refusals/${rule}.txt`))))
    expect(title).toMatch(new RegExp(`^# ${rule} ${name}: `))
    expect(said).toMatch(new RegExp(`\\b(${rule}\\b.*\\b${code}|${code}\\b.*\\b${rule})\\b`))
  })

  test.each(reachable)('without $rule, its transcript says something else', ({ name, guard, rule }) => {
    const transcript = parseTranscript(textOf(`refusals/${rule}.txt`))
    const without = { ...GUARDS, [name]: { ...guard, holds: () => true } }
    const said = (): string => formatTranscript(runTranscript(hash, transcript, without))
    expect(outcomeOf(said)).not.toBe(formatTranscript(transcript))
  })

  test('and no transcript is of a rule that is no guard', () => {
    const known = reachable.map(({ rule }) => `refusals/${rule}.txt`)
    expect(REFUSALS.filter((name) => !known.includes(name))).toEqual([])
  })
})

describe('the index', () => {
  const index = transcriptIndex(
    FLOWS.map((name) => ({ name, text: textOf(name) })),
    REFUSALS.map((name) => ({ name, text: textOf(name) })),
  )

  test('lists every transcript, with what it shows', () => {
    if (WRITE) writeFileSync(`${FOLDER}${INDEX}`, index)
    expect(textOf(INDEX)).toBe(index)
  })

  test.each([...FLOWS, ...REFUSALS])('%s is in it', (name) => expect(index).toContain(`](${name})`))
})
