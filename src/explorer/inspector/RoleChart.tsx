import { curveBasis, line } from 'd3'
import { classes } from '../design/classes.ts'
import { type Hue, STANDING_HUE } from '../design/standing.ts'
import type { LastStep } from './last-step.ts'
import styles from './RoleChart.module.css'
import type { PlacedRoleGraph } from './role-graph.ts'

/** Between the dots of inner states. */
const INNER_GAP = 8
/** From the middle to the first dot, where a name follows the dots. */
const INNER_LABEL = 42

const path = line<{ readonly x: number; readonly y: number }>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveBasis)

const isRole = (name: string): name is keyof typeof STANDING_HUE => name in STANDING_HUE

/** A statechart, drawn from the machine's definition. `current` is null while nobody is there to be in a state. */
export function RoleChart({
  graph,
  current,
  within,
  last,
  of,
}: {
  readonly graph: PlacedRoleGraph
  readonly current: string | null
  /** The state within the current one. */
  readonly within: string | null
  readonly last: LastStep | null
  readonly of: string
}) {
  const says = `Statechart of ${of}: ${current === null ? 'no current state' : `in ${current}${within === null ? '' : `, ${within}`}`}`
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${graph.width} ${graph.height}`}
      role="img"
      aria-label={says}
      style={{ maxWidth: graph.width }}
    >
      <defs>
        <marker id="role-arrow" viewBox="0 0 6 6" refX={5} refY={3} markerWidth={5} markerHeight={5} orient="auto-start-reverse">
          <path d="M0 0 6 3 0 6Z" fill="context-stroke" />
        </marker>
      </defs>
      {graph.steps.map(({ from, to, events, points }) => {
        const taken = last !== null && last.from === from && last.to === to && events.includes(last.event)
        return (
          <path
            key={`${from} ${to}`}
            className={classes(styles.step, taken && styles.taken)}
            d={path(points) ?? ''}
            markerEnd="url(#role-arrow)"
          >
            <title>{`${from} to ${to}: ${events.join(', ')}`}</title>
          </path>
        )
      })}
      {graph.states.map(({ name, within: inner, x, y, width, height }) => {
        const isCurrent = name === current
        const hue: Hue = isCurrent && isRole(name) ? STANDING_HUE[name] : 'marker'
        return (
          <g key={name} className={classes(styles.state, isCurrent && styles.current)} style={{ color: `var(--ink-${hue})` }}>
            <rect
              x={x - width / 2}
              y={y - height / 2}
              width={width}
              height={height}
              rx={6}
              style={isCurrent ? { fill: `var(--soft-${hue})` } : undefined}
            />
            <text x={x} y={inner.length > 0 ? y - 6 : y} className={styles.name}>
              {name}
            </text>
            {inner.length > 0 ? <InnerStates states={inner} current={isCurrent ? within : null} x={x} y={y + 9} /> : null}
          </g>
        )
      })}
    </svg>
  )
}

/** The states within a state: a dot each, and the name of the one that is current. */
function InnerStates({
  states,
  current,
  x,
  y,
}: {
  readonly states: readonly string[]
  readonly current: string | null
  readonly x: number
  readonly y: number
}) {
  const dots = current === null ? x - ((states.length - 1) * INNER_GAP) / 2 : x - INNER_LABEL
  return (
    <>
      {states.map((state, index) => (
        <circle
          key={state}
          cx={dots + index * INNER_GAP}
          cy={y}
          r={2.25}
          className={classes(styles.inner, state === current && styles.innerCurrent)}
        >
          <title>{state}</title>
        </circle>
      ))}
      {current === null ? null : (
        <text x={dots + states.length * INNER_GAP} y={y} className={styles.within}>
          {current}
        </text>
      )}
    </>
  )
}
