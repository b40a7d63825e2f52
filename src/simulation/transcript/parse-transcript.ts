/** One command of a transcript, and what it is expected to say. */
export interface TranscriptStep {
  /** Lines before the command: blank lines and `#` comments, kept as they are. */
  readonly before: readonly string[]
  readonly command: string
  readonly expected: string
}

export interface Transcript {
  readonly steps: readonly TranscriptStep[]
  /** What follows the last command. */
  readonly after: readonly string[]
}

const RULE = '----'

/** A command on one line, `----`, the full expected output, and a blank line. Comments begin with `#` and stand before a command. */
export function parseTranscript(text: string): Transcript {
  const lines = text.split('\n')
  const steps: TranscriptStep[] = []
  let before: string[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (lines[index + 1] !== RULE) {
      before.push(line)
      continue
    }
    const expected: string[] = []
    index += 2
    for (; index < lines.length && lines[index] !== ''; index++) expected.push(lines[index] ?? '')
    steps.push({ before, command: line, expected: expected.join('\n') })
    before = ['']
  }
  return { steps, after: before }
}

export function formatTranscript({ steps, after }: Transcript): string {
  const blocks = steps.map(({ before, command, expected }) =>
    [...before, command, RULE, ...(expected === '' ? [] : [expected])].join('\n'),
  )
  return [...blocks, after.join('\n')].join('\n')
}
