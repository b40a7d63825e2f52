import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../platform/hashing.ts'
import { type ReducedScope, reducedProtocol } from '../simulation/reduced/reduced-protocol.ts'
import { BreadthFirstSearch } from '../simulation/search/breadth-first.ts'

const PROMELA = fileURLToPath(new URL('../simulation/reduced/reduced-protocol.pml', import.meta.url))
/** Compiling the verifier is slow on a busy machine; nothing is judged by it. */
const VERIFIER_MILLIS = 120_000
const UNBOUNDED = { states: 1_000_000, depth: 1_000 }

const hash = await loadHash128()

const SCOPES: readonly ReducedScope[] = [
  { writes: 1, window: 1, capacity: 1, faults: 0, epochs: 0 },
  { writes: 3, window: 2, capacity: 2, faults: 2, epochs: 2 },
  { writes: 4, window: 3, capacity: 3, faults: 3, epochs: 2 },
  { writes: 6, window: 4, capacity: 3, faults: 4, epochs: 3 },
]

/** Spin writes a verifier in C, so it wants a compiler too. */
const missing = ['spin', 'cc'].filter((program) => spawnSync(program, program === 'spin' ? ['-V'] : ['--version']).status !== 0)

interface Count {
  readonly states: number
  readonly transitions: number
}

function spinCount({ writes, window, capacity, faults, epochs }: ReducedScope): Count {
  const folder = mkdtempSync(join(tmpdir(), 'aerodb-spin-'))
  try {
    const constants = { WRITES: writes, WINDOW: window, CAPACITY: capacity, FAULTS: faults, EPOCHS: epochs }
    const definitions = Object.entries(constants).map(([name, value]) => `-D${name}=${value}`)
    execFileSync('spin', ['-a', ...definitions, PROMELA], { cwd: folder })
    execFileSync('cc', ['-O1', '-DSAFETY', '-DNOREDUCE', '-w', '-o', 'pan', 'pan.c'], { cwd: folder })
    const report = execFileSync(join(folder, 'pan'), ['-E', '-m1000000'], { cwd: folder, encoding: 'utf8' })
    const number = (name: string): number => Number(new RegExp(`(\\d+) ${name}`).exec(report)?.[1])
    return { states: number('states, stored'), transitions: number('states, stored') + number('states, matched') - 1 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe.skipIf(missing.length > 0)(
  `an independent count${missing.length > 0 ? `, skipped: no ${missing.join(', no ')}` : ''}`,
  () => {
    test.each(SCOPES)(
      'Spin and the search find the same states and transitions: $writes writes, $faults faults',
      (scope) => {
        const { kind, states, transitions } = new BreadthFirstSearch(reducedProtocol(hash, scope), UNBOUNDED).advance(
          Number.POSITIVE_INFINITY,
        )
        expect(kind).toBe('exhausted')
        expect({ states, transitions }).toEqual(spinCount(scope))
      },
      VERIFIER_MILLIS,
    )
  },
)
