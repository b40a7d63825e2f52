import { announce } from '../design/toast-queue.ts'

/** Carries out what a person asked of the cluster, and says so where it was impossible. */
export function perform(what: string, command: () => Promise<unknown>): void {
  command().catch((reason: unknown) => {
    announce({ tone: 'refused', title: `${what} failed`, detail: reason instanceof Error ? reason.message : String(reason) })
  })
}
