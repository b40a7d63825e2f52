import { classes } from './classes.ts'
import styles from './RoleBadge.module.css'
import { STANDING_HUE, STANDING_SHAPE, type Standing } from './standing.ts'

/** The glyph of a standing, in its hue. Decorative: the word stands beside it, or its owner is named. */
export function RoleGlyph({ standing, size = 12 }: { readonly standing: Standing; readonly size?: number }) {
  const { path, drawn } = STANDING_SHAPE[standing]
  return (
    <svg
      className={classes(styles.glyph, styles[STANDING_HUE[standing]])}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path
        d={path}
        fill={drawn === 'filled' ? 'currentColor' : 'none'}
        stroke={drawn === 'stroked' ? 'currentColor' : 'none'}
        strokeWidth={2.25}
        strokeLinecap="round"
      />
    </svg>
  )
}

/** Glyph, word and colour of where a node stands. */
export function RoleBadge({ standing }: { readonly standing: Standing }) {
  return (
    <span className={classes(styles.badge, styles[STANDING_HUE[standing]])}>
      <RoleGlyph standing={standing} />
      {standing}
    </span>
  )
}
