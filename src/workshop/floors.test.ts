import { describe, expect, test } from 'vitest'
import { judgeFloors } from './floors.mjs'

const judge = (path: string, text: string): readonly string[] => judgeFloors({ path, text }).map(({ message }) => message)

describe('what a floor may import', () => {
  test.each([
    ['its own files', 'src/aerodb/wal/log.ts', "import { a } from '../ids.ts'"],
    ['a floor below', 'src/host/worker.ts', "import { a } from '../aerodb/node.ts'"],
    ['a package of its own', 'src/aerodb/wal/crc.ts', "import crc from 'crc-32'"],
    ['any package for the page', 'src/explorer/app.tsx', "import { useState } from 'react'"],
    ['everything, where the page is put together', 'src/main.tsx', "import { a } from './automation/a.ts'"],
    ['a worker by its file, from above', 'src/cluster/live.ts', "new Worker(new URL('../host/worker.ts', import.meta.url))"],
    ['the simulator, in a test', 'src/aerodb/node.test.ts', "import { a } from '../simulation/a.ts'"],
    ['the test tools, in a test', 'src/aerodb/wal/log.test.ts', "import fc from 'fast-check'; import { test } from 'vitest'"],
  ])('%s', (_, path, text) => {
    expect(judge(path, text)).toEqual([])
  })

  test.each([
    ['a floor above', 'src/aerodb/node.ts', "import { a } from '../host/disk.ts'"],
    ['a floor above, for its types only', 'src/aerodb/node.ts', "import type { A } from '../cluster/cluster.ts'"],
    ['a floor above, by passing it on', 'src/aerodb/node.ts', "export * from '../platform/a.ts'"],
    ['a floor above, by passing on a name', 'src/aerodb/node.ts', "export { a } from '../platform/a.ts'"],
    ['a floor above, within a type', 'src/platform/a.ts', "type A = import('../host/a.ts').A"],
    ['a floor above, at run time', 'src/host/a.ts', "const a = await import('../explorer/a.ts')"],
    ['a floor above, as a worker', 'src/host/a.ts', "new Worker(new URL('../explorer/a.ts', import.meta.url))"],
    ['a floor beside it', 'src/simulation/a.ts', "import { a } from '../host/a.ts'"],
    ['a floor beside it, the other way', 'src/host/a.ts', "import { a } from '../simulation/a.ts'"],
    ['a floor above, in a test', 'src/aerodb/node.test.ts', "import { a } from '../host/a.ts'"],
    ['a package of another floor', 'src/aerodb/node.ts', "import { openDB } from 'idb'"],
    ["Node's own modules", 'src/explorer/a.ts', "import { join } from 'node:path'"],
    ['the test tools, outside a test', 'src/aerodb/node.ts', "import fc from 'fast-check'"],
    ['a file outside the floors', 'src/explorer/a.ts', "import { a } from '../workshop/run.mjs'"],
    ['a computed path', 'src/explorer/a.ts', 'const a = await import(path)'],
  ])('never %s', (_, path, text) => {
    expect(judge(path, text)).toHaveLength(1)
  })

  test('a folder that is no floor is refused', () => {
    expect(judge('src/helpers/a.ts', '')).toHaveLength(1)
  })

  test('a file that does not parse is refused, not passed', () => {
    expect(judge('src/aerodb/a.ts', 'const = 1')).toHaveLength(1)
  })
})

describe('what a pure floor may use', () => {
  test.each([
    ['a clock', 'const now = Date.now()'],
    ['a clock as a type', 'type When = Date'],
    ['a timer', 'setImmediate(step)'],
    ['chance', 'const a = Math.random()'],
    ['chance through the back door', "const a = Math['random']()"],
    ['chance from crypto', 'crypto.getRandomValues(bytes)'],
    ['the network', "fetch('x')"],
    ['the global object', 'globalThis.a'],
    ["the machine's language", 'a.localeCompare(b)'],
    ['where the file lies', 'const a = import.meta.url'],
    ['state outside the node', 'let count = 0'],
    ['exported state outside the node', 'export let count = 0'],
    ['a name hidden in shorthand', 'const a = { Date }'],
  ])('never %s', (_, text) => {
    expect(judge('src/aerodb/a.ts', text)).toHaveLength(1)
    expect(judge('src/simulation/a.ts', text)).toHaveLength(1)
    expect(judge('src/invariants/a.ts', text)).toHaveLength(1)
    expect(judge('src/explorer/a.ts', text)).toEqual([])
  })

  test.each([
    ['a promise', 'const a = Promise.resolve()'],
    ['a promise as a type', 'type A = Promise<void>'],
    ['an async function', 'async function f() {}'],
    ['an async arrow', 'const f = async () => 1'],
    ['an async method', 'class A { async f() {} }'],
    ['await', 'await a'],
    ['for await', 'async function f() { for await (const a of b) {} }'],
    ['a microtask', 'queueMicrotask(f)'],
  ])('the engine never uses %s, a simulation may', (_, text) => {
    expect(judge('src/aerodb/a.ts', text).length).toBeGreaterThan(0)
    expect(judge('src/simulation/a.ts', text)).toEqual([])
  })

  test.each([
    ['a member of that name', 'const a = value.Date'],
    ['a field of that name', 'const a = { process: 1, performance: 2 }'],
    ['a declared field of that name', 'interface A { readonly location: string }'],
    ['arithmetic', 'const a = Math.max(1, 2)'],
    ['state within a function', 'function f() { let a = 0; a += 1; return a }'],
    ['an inherited name', 'const a = b.toString() + b.hasOwnProperty(c)'],
  ])('%s is no breach', (_, text) => {
    expect(judge('src/aerodb/a.ts', text)).toEqual([])
  })

  test('its tests may draw and wait as test tools do', () => {
    expect(judge('src/aerodb/a.test.ts', 'const a = async () => Math.random()')).toEqual([])
  })
})

test('a violation says where it is', () => {
  expect(judgeFloors({ path: 'src/aerodb/a.ts', text: 'const a = 1\n\nconst b = Date.now()\n' })).toEqual([
    { path: 'src/aerodb/a.ts', line: 3, message: 'Date reads a clock: src/aerodb is sealed' },
  ])
})
