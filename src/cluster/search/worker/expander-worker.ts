import { loadHash128 } from '../../../platform/hashing.ts'
import { ClusterModel } from '../../../simulation/search/cluster-model.ts'
import { Expander } from '../../../simulation/search/expander.ts'
import type { ExpandMessage, FoundMessage } from '../../../simulation/search/pooled-search.ts'
import { engineWithout } from '../../../simulation/search/rules/take-away.ts'
import type { ExpanderOrder } from './search-messages.ts'

/** States between two messages: enough to hide the message, few enough to show progress. */
const STATES_A_MESSAGE = 256

const hashing = loadHash128()

async function open({ scope, removed }: ExpanderOrder) {
  return new Expander(new ClusterModel(await hashing, scope, engineWithout(removed)))
}

let expander: ReturnType<typeof open> | null = null

async function take(data: ExpanderOrder | ExpandMessage): Promise<void> {
  if (data.kind === 'open') {
    expander = open(data)
    return
  }
  const ready = await expander
  if (ready === null) throw new Error('states to expand, and no scope')
  ready.adopt(data.assignment)
  do {
    const found = ready.expand(STATES_A_MESSAGE)
    const message: FoundMessage = { kind: 'found', found, isDone: ready.left === 0 }
    postMessage(message, { transfer: [found.candidates.buffer] })
  } while (ready.left > 0)
}

addEventListener('message', ({ data }: MessageEvent<ExpanderOrder | ExpandMessage>) => {
  take(data).catch((thrown: unknown) => {
    // Told to whoever started this worker, as an error of it.
    queueMicrotask(() => {
      throw thrown
    })
  })
})
