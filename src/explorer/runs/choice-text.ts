import type { NextChoice } from '../../cluster/replay/worker/replay-messages.ts'

/** What can happen next in a branch, for a person: as what happens, since nothing is done to a live node. */
export function choiceText(choice: NextChoice): string {
  switch (choice.kind) {
    case 'settle':
      return 'Everything arrives and lands'
    case 'writeNote':
      return `A client writes a note on ${choice.node}`
    case 'land':
      return `The batch of ${choice.node} becomes durable`
    case 'deliver':
      return `${choice.from} → ${choice.to}: the ${choice.index === 0 ? 'oldest frame arrives' : 'second frame overtakes the oldest'}`
    case 'duplicate':
      return `${choice.from} → ${choice.to}: the oldest frame arrives, and a copy stays`
    case 'drop':
      return `${choice.from} → ${choice.to}: the oldest frame is lost`
    case 'kill':
      return `${choice.node} is killed${choice.batch === 'lands' ? ', and its batch lands' : ''}`
    case 'start':
      return `${choice.node} starts`
    case 'linkUp':
      return `The link of ${choice.a} and ${choice.b} comes up`
    case 'linkDown':
      return `The link of ${choice.a} and ${choice.b} goes down`
    default:
      return choice.kind
  }
}
