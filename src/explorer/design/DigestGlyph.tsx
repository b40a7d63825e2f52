import { digestPattern, digestShort } from './digest-pattern.ts'
import type { Hue } from './standing.ts'

/**
 * A symmetric pattern drawn from a digest: two nodes with the same state show the same pattern. Can stand in a page or, with `x` and `y`,
 * within another SVG.
 */
export function DigestGlyph({
  digest,
  of,
  hue,
  size = 22,
  x,
  y,
}: {
  readonly digest: Uint8Array
  /** What the digest is of, for its title: "state", "chain". */
  readonly of: string
  readonly hue: Hue
  readonly size?: number
  readonly x?: number
  readonly y?: number
}) {
  const title = `${of} digest ${digestShort(digest)}…`
  return (
    <svg
      role="img"
      aria-label={title}
      width={size}
      height={size}
      viewBox="0 0 6 6"
      {...(x === undefined ? {} : { x })}
      {...(y === undefined ? {} : { y })}
    >
      <title>{title}</title>
      <rect width={6} height={6} fill="transparent" />
      {digestPattern(digest).flatMap((row, line) =>
        row.map((filled, column) => {
          const place = `${line}.${column}`
          return filled ? (
            <rect key={place} x={column + 0.06} y={line + 0.06} width={0.88} height={0.88} rx={0.2} fill={`var(--hue-${hue})`} />
          ) : (
            <rect key={place} x={column + 0.38} y={line + 0.38} width={0.24} height={0.24} rx={0.12} fill="var(--line-strong)" />
          )
        }),
      )}
    </svg>
  )
}
