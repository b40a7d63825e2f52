import type { Cluster } from '../../cluster/cluster.ts'
import { countFaults } from '../../cluster/faults-record.ts'
import { asSentence } from '../design/sentence.ts'
import { announce } from '../design/toast-queue.ts'
import { eventText } from '../events/event-text.ts'

/** Tells a person who has loaded the page again what is still set to go wrong: a link that stays silent would puzzle them. */
export function announceReopened(cluster: Pick<Cluster, 'events'>): void {
  for (const event of cluster.events().events) {
    if (event.kind !== 'reopened' || countFaults(event.faults) === 0) continue
    announce({ tone: 'neutral', title: 'What was set to go wrong still is', detail: asSentence(eventText(event).text) })
  }
}
