// One thread of `npm run search`: expands the states that it is given, and says what it finds as it goes.
import { parentPort, workerData } from 'node:worker_threads'
import { importBundled } from './bundle.mjs'

/** States between two messages: enough to hide the message, few enough to show progress. */
const STATES_A_MESSAGE = 512

/** @typedef {import('../simulation/search/pooled-search.ts').ExpandMessage} ExpandMessage */

/** @typedef {typeof import('../simulation/search/threaded.ts')} Search */
/** @typedef {import('../simulation/search/scope.ts').Scope} Scope */
/** @typedef {{ readonly bundle: string, readonly scope: Scope, readonly without: string | null }} Given `without`: the rule that is taken away */

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what crosses threads has no type; search.mjs sends it
const { bundle, scope, without } = /** @type {Given} */ (workerData)
/** @type {Search} */
const { ClusterModel, Expander, REMOVABLE, engineWithout, loadHash128 } = await importBundled(bundle)
const engine = engineWithout(REMOVABLE.find(({ rule }) => rule === without) ?? null)
const expander = new Expander(new ClusterModel(await loadHash128(), scope, engine))
const port = parentPort
if (port === null) throw new Error('this is a thread of npm run search')

port.on('message', (/** @type {ExpandMessage} */ { assignment }) => {
  expander.adopt(assignment)
  do {
    const found = expander.expand(STATES_A_MESSAGE)
    port.postMessage({ kind: 'found', found, isDone: expander.left === 0 }, [found.candidates.buffer])
  } while (expander.left > 0)
})
