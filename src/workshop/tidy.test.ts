import { describe, expect, test } from 'vitest'
import { judgeTidiness } from './tidy.mjs'

const judge = (path: string, text: string): readonly number[] => judgeTidiness({ path, text }).map(({ line }) => line)

describe('tidiness', () => {
  test('a file of 400 lines passes, one of 401 does not', () => {
    expect(judge('src/explorer/a.css', 'a\n'.repeat(400))).toEqual([])
    expect(judge('src/explorer/a.css', 'a\n'.repeat(401))).toEqual([401])
  })

  test.each([
    ['a leftover marker', 'src/aerodb/a.ts', '// TODO later'],
    ['a silenced type check', 'src/aerodb/a.ts', '// @ts-expect-error'],
    ['a silenced linter', 'e2e/a.spec.ts', '// oxlint-disable no-shadow'],
    ['a linter silenced for a line without a reason', 'e2e/a.spec.ts', '// oxlint-disable-next-line no-shadow'],
    ['an unchecked cast', 'src/host/a.ts', 'const a = b as unknown as C'],
    ['an end-to-end test that waits on time', 'e2e/a.spec.ts', 'await page.waitForTimeout(10)'],
    ['a unit test that waits on time', 'src/aerodb/a.test.ts', 'setTimeout(done, 10)'],
    ['a file name that says nothing', 'src/explorer/utils.ts', ''],
    ['a folder name that says nothing', 'src/explorer/helpers/a.ts', ''],
  ])('%s is found', (_, path, text) => {
    expect(judge(path, text)).toEqual([1])
  })

  test('a violation says in which line it is', () => {
    expect(judge('src/aerodb/a.ts', 'const a = 1\n// FIXME\n')).toEqual([2])
  })

  test('a linter silenced for one line, with the reason, passes', () => {
    expect(judge('src/host/a.ts', '// oxlint-disable-next-line no-shadow -- the reason')).toEqual([])
  })

  test('words that only contain a marker pass', () => {
    expect(judge('src/aerodb/a.ts', 'const HACKED = mastodonTODOS')).toEqual([])
  })
})
