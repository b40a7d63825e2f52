import type { KeyboardEvent, RefObject } from 'react'
import styles from './PictureSurface.module.css'

interface Place {
  readonly x: number
  readonly y: number
}

/** A canvas that a pointer and a keyboard move about in. Places are in CSS pixels from its upper left corner. */
export function PictureSurface({
  canvas,
  height,
  label,
  kind,
  onPoint,
  onPress,
  onKey,
  onLeave,
}: {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly height: number
  /** What it shows, and which keys do what. */
  readonly label: string
  /** What kind of picture it is, for assistive technology. */
  readonly kind: string
  /** The pointer rests on a place; null when it has left, or drags. */
  readonly onPoint: (place: Place | null) => void
  readonly onPress: (place: Place) => void
  readonly onKey: (event: KeyboardEvent) => void
  /** The keyboard went elsewhere. */
  readonly onLeave: () => void
}) {
  const placeOf = (event: { readonly clientX: number; readonly clientY: number; readonly currentTarget: Element }): Place => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  return (
    <div
      className={styles.surface}
      role="application"
      aria-roledescription={kind}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keyboard, and has to be reached by it
      tabIndex={0}
      onKeyDown={onKey}
      onBlur={onLeave}
    >
      <canvas
        ref={canvas}
        className={styles.canvas}
        style={{ height }}
        onPointerMove={(event) => onPoint(event.buttons === 0 ? placeOf(event) : null)}
        onPointerLeave={() => onPoint(null)}
        onClick={(event) => onPress(placeOf(event))}
      />
    </div>
  )
}
