import { spaced } from '../pictures/spaced-number.ts'

/** "1 step", "2 steps". */
export function counted(count: number, one: string, many: string): string {
  return `${spaced(count)} ${count === 1 ? one : many}`
}
