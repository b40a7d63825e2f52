import { laneEnd } from './lane-facts.ts'
import type { RecordPlace, WalScene } from './wal-scene.ts'

export type WalMove =
  | { readonly kind: 'cursor' | 'select'; readonly place: RecordPlace }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'follow' | 'leave' }

type Cursors = Pick<WalScene, 'cursor' | 'nodes' | 'visible' | 'factsOf'>

/** What a key means in the log picture; null for a key that means nothing there. */
export function cursorMove(
  {
    key,
    ctrlKey,
    metaKey,
    altKey,
  }: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean },
  scene: Cursors,
): WalMove | null {
  if (ctrlKey || metaKey || altKey) return null
  const at = scene.cursor ?? beginning(scene)
  if (at === null) return null
  const page = Math.max(1, scene.visible.last - scene.visible.first)
  const moved = (lsns: number): WalMove => ({
    kind: 'cursor',
    place: scene.cursor === null ? at : within(scene, { node: at.node, lsn: at.lsn + lsns }),
  })
  switch (key) {
    case 'ArrowRight':
      return moved(1)
    case 'ArrowLeft':
      return moved(-1)
    case 'PageDown':
      return moved(page)
    case 'PageUp':
      return moved(-page)
    case 'Home':
      return { kind: 'cursor', place: within(scene, { node: at.node, lsn: 1 }) }
    case 'End':
      return { kind: 'cursor', place: within(scene, { node: at.node, lsn: Number.MAX_SAFE_INTEGER }) }
    case 'ArrowDown':
      return { kind: 'cursor', place: otherLane(scene, at, 1) }
    case 'ArrowUp':
      return { kind: 'cursor', place: otherLane(scene, at, -1) }
    case 'Enter':
    case ' ':
      return { kind: 'select', place: at }
    case '+':
    case '=':
      return { kind: 'zoom', factor: 1.6 }
    case '-':
      return { kind: 'zoom', factor: 1 / 1.6 }
    case 'f':
    case 'F':
      return { kind: 'follow' }
    case 'Escape':
      return { kind: 'leave' }
    default:
      return null
  }
}

/** The newest record of the first node that is in the picture. */
function beginning(scene: Cursors): RecordPlace | null {
  const [node] = scene.nodes
  return node === undefined ? null : within(scene, { node, lsn: scene.visible.last })
}

function within(scene: Cursors, { node, lsn }: RecordPlace): RecordPlace {
  const facts = scene.factsOf(node)
  const first = facts?.retainedFrom ?? 1
  const last = facts === null ? 1 : laneEnd(facts)
  return { node, lsn: Math.max(1, Math.max(first, Math.min(lsn, last))) }
}

function otherLane(scene: Cursors, at: RecordPlace, step: 1 | -1): RecordPlace {
  const { nodes } = scene
  const index = Math.min(nodes.length - 1, Math.max(0, nodes.indexOf(at.node) + step))
  return within(scene, { node: nodes[index] ?? at.node, lsn: at.lsn })
}
