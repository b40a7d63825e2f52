import type { Cluster } from '../../cluster/cluster.ts'
import { asSentence } from '../design/sentence.ts'
import { announce, type ToastContent } from '../design/toast-queue.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { reportOf } from './failure.ts'

/** Shows a command that was impossible, with its code and rule. */
export function announceFailure(title: string, thrown: unknown): void {
  const { code, rule, message } = reportOf(thrown)
  announce({ tone: 'refused', title, detail: asSentence(message), code, rule })
}

/**
 * Carries out a command on the cluster that is shown, and never rejects: what is impossible is shown to the person who asked. Resolves to
 * what the command gave, or to null.
 */
export async function carryOut<Result>(
  title: string,
  command: (cluster: Cluster) => Promise<Result>,
  done?: (result: Result) => ToastContent | null,
): Promise<Result | null> {
  const { cluster } = useExplorer.getState()
  if (cluster === null) {
    announce({ tone: 'refused', title, detail: 'The cluster is not running.' })
    return null
  }
  try {
    const result = await command(cluster)
    const toast = done?.(result) ?? null
    if (toast !== null) announce(toast)
    return result
  } catch (thrown) {
    announceFailure(title, thrown)
    return null
  }
}
