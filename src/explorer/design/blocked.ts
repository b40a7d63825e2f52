/** Why a control can't be used now: in words, and by which rule, where one says so. */
export interface Blocked {
  readonly reason: string
  readonly rule?: string
}
