import { cpus, loadavg, platform, release, totalmem } from 'node:os'

/** Where the numbers come from: without it they mean nothing. */
export interface Machine {
  readonly system: string
  readonly processor: string
  readonly cores: number
  readonly memoryGibibytes: number
  readonly browser: string
  /** Average number of running processes over the last minute, before the first trial: more than a little and absolute rates are low. */
  readonly loadBefore: number
}

export function describeMachine(browserVersion: string): Machine {
  const processors = cpus()
  return {
    system: `${platform()} ${release()}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    browser: browserVersion,
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  }
}
