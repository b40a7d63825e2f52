/** Both ends' incarnations, and how many sessions the Primary has opened in its own: never used twice. (LOG-2) */
export interface SessionId {
  readonly primaryIncarnation: number
  readonly replicaIncarnation: number
  readonly counter: number
}

export const NO_SESSION: SessionId = { primaryIncarnation: 0, replicaIncarnation: 0, counter: 0 }

export function sessionName({ primaryIncarnation, replicaIncarnation, counter }: SessionId): string {
  return `${primaryIncarnation}·${replicaIncarnation}·${counter}`
}
