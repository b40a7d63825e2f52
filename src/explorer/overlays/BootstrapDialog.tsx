import type { NodeView } from '../../cluster/cluster.ts'
import { bootstrap, bootstrapDiscardingUnproven } from '../commands/node-commands.ts'
import { Confirm } from '../design/Dialog.tsx'
import { RuleLink } from '../specs/RuleLink.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { closeOverlay } from './close-overlay.ts'

/** Asked first without discarding anything unproven; only its refusal leads to the second question. */
export function BootstrapDialog({ node }: { readonly node: NodeView }) {
  const { name } = node
  const askAgain = () => useExplorer.getState().show({ kind: 'discardUnproven', node: name })
  return (
    <Confirm
      isOpen
      title={`Bootstrap ${name} again?`}
      confirmLabel={`Discard and bootstrap ${name}`}
      onClose={closeOverlay}
      onConfirm={() => bootstrap(name, askAgain)}
      says={
        <>
          Its log is discarded, and it takes the whole history from the Primary anew. First the Primary must prove that it has
          every record that would be discarded (<RuleLink rule="RECOVERY-13" />
          ).
        </>
      }
    />
  )
}

export function DiscardUnprovenDialog({ node }: { readonly node: NodeView }) {
  const { name } = node
  return (
    <Confirm
      isOpen
      title={`${name} may hold the last copy`}
      confirmLabel={`Discard what is unproven on ${name}`}
      onClose={closeOverlay}
      onConfirm={() => bootstrapDiscardingUnproven(name)}
      says={
        <>
          The Primary has not proven that it has every record of {name} (<RuleLink rule="RECOVERY-13" />
          ). What is discarded here may exist nowhere else.
        </>
      }
    />
  )
}
