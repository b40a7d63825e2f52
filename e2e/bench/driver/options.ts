import { parseArgs } from 'node:util'

export interface BenchOptions {
  readonly rounds: number
  readonly warmupMillis: number
  readonly measuredMillis: number
  /** Only trials whose id contains one of these. */
  readonly only: readonly string[]
  /** Whether each trial is also traced, with a CPU profile of every thread, from a build that is not minified. Slows what it traces. */
  readonly profile: 'off' | 'on'
}

export const USAGE = [
  'npm run bench -- [options]',
  '  --rounds N    rounds to take medians of (default 5)',
  '  --quick       one short round: shows that everything runs, measures little',
  '  --only TEXT   only trials whose id contains TEXT; may be given again',
  '  --profile     also write a trace of each trial, with CPU profiles, for DevTools (slower: not for numbers)',
].join('\n')

/** @throws {Error} for an unknown option or a number of rounds that is none */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [''] },
      profile: { type: 'boolean', default: false },
    },
  })
  const rounds = Number(values.rounds ?? (values.quick ? '1' : '5'))
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds wants a whole number from 1 up, not "${values.rounds}".`)
  return {
    rounds,
    warmupMillis: values.quick ? 300 : 1000,
    measuredMillis: values.quick ? 700 : 3000,
    only: values.only,
    profile: values.profile ? 'on' : 'off',
  }
}
