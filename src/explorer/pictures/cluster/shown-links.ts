import type { ClusterView, LinkView } from '../../../cluster/cluster.ts'
import type { Selection } from '../../store/selection.ts'

/** With more nodes than this, a link between two Replicas is drawn only where there is a reason to look at it. */
const NODES_WITH_ALL_LINKS = 3

/** Directions of links to draw. Those that carry the log always; the others where they are few, disturbed, or asked for. */
export function shownLinks(view: ClusterView, selection: Selection | null): readonly LinkView[] {
  const fewNodes = view.nodes.length <= NODES_WITH_ALL_LINKS
  const disturbed = new Set(view.links.filter(isDisturbed).map(pairOf))
  return view.links.filter((link) => fewNodes || link.carriesLog || disturbed.has(pairOf(link)) || isSelected(link, selection))
}

function isDisturbed(link: LinkView): boolean {
  return link.partitioned || link.condition.kind !== 'pass' || link.held > 0
}

function isSelected(link: LinkView, selection: Selection | null): boolean {
  if (selection?.kind === 'link') return pairOf(selection) === pairOf(link)
  return selection?.kind === 'node' && (selection.node === link.from || selection.node === link.to)
}

function pairOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return from < to ? `${from}>${to}` : `${to}>${from}`
}
