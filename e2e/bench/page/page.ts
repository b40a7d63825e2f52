import type { WriteLoad } from '../measure/load.ts'
import type { ReadBackReply } from '../workers/read-back.ts'
import type { YardstickReply } from '../workers/serve.ts'
import { type AeroLoad, type AeroResult, fill, measureAero, readBack, recover, storedValues } from './aerodb.ts'
import { measureYardstick, type YardstickName } from './yardsticks.ts'

/** What the benchmark's driver calls, through `page.evaluate`: plain JSON in and out, binary values as base64. */
export interface BenchPage {
  measureYardstick(name: YardstickName, load: WriteLoad, values: readonly string[]): Promise<YardstickReply>
  measureAero(load: AeroLoad): Promise<AeroResult>
  fill(load: WriteLoad, commits: number): Promise<void>
  storedValues(count: number): Promise<readonly string[]>
  recover(): Promise<number>
  readBack(): Promise<ReadBackReply & { readonly elapsedMillis: number }>
}

declare global {
  interface Window {
    readonly bench: BenchPage
  }
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
const base64Of = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))

const bench: BenchPage = {
  measureYardstick: (name, load, values) => measureYardstick(name, { load, values: values.map(bytesOf) }),
  measureAero,
  fill,
  storedValues: async (count) => (await storedValues(count)).map(base64Of),
  recover,
  readBack,
}
Object.assign(window, { bench })
