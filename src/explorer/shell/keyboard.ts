import { useEffect } from 'react'
import { type Side, useExplorer } from '../store/explorer-store.ts'
import { isFolded } from '../store/media.ts'
import { closeSide } from './Rail.tsx'

/** With Alt. */
const SIDE_KEYS: ReadonlyMap<string, Side> = new Map([
  ['KeyE', 'events'],
  ['KeyR', 'runs'],
  ['KeyX', 'search'],
  ['KeyS', 'specs'],
])

/** Whether a key that is pressed there is meant for what is typed. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Whether the focus is in a part of the page. */
function isWithin(part: 'side' | 'inspector'): boolean {
  return document.activeElement?.closest(`[data-part="${part}"]`) != null
}

/** Returns whether the key was for the page. Keys that a control, a menu or a dialog takes never come here. */
function press(event: KeyboardEvent): boolean {
  const { view, overlay, side, drawerOpen, selection, show, select, openSide, openDrawer } = useExplorer.getState()
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    show(overlay?.kind === 'palette' ? null : { kind: 'palette' })
    return true
  }
  if (overlay !== null) return false
  if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    const node = view?.nodes[Number(event.code.slice(-1)) - 1]
    if (node !== undefined) select({ kind: 'node', node: node.name })
    return true
  }
  const wanted = event.altKey ? SIDE_KEYS.get(event.code) : undefined
  if (wanted !== undefined) {
    openSide(side === wanted ? null : wanted)
    return true
  }
  if (isTyping(event.target)) return false
  if (event.key === '?') {
    show({ kind: 'shortcuts' })
    return true
  }
  if (event.key !== 'Escape' || event.defaultPrevented) return false
  if (side !== null && isWithin('side')) closeSide(side)
  else if (drawerOpen && isFolded() && (isWithin('inspector') || selection === null)) openDrawer(false)
  else if (selection !== null) select(null)
  else if (side !== null) closeSide(side)
  else return false
  return true
}

/** What the keyboard does anywhere on the page. */
export function useKeyboard(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (press(event)) event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
}
