import { Radio, RadioGroup } from 'react-aria-components'
import { digestHex } from '../../aerodb/digest.ts'
import type { RunMoment } from '../../cluster/replay/worker/replay-messages.ts'
import { classes } from '../design/classes.ts'
import { DigestGlyph } from '../design/DigestGlyph.tsx'
import { RoleGlyph } from '../design/RoleBadge.tsx'
import { STANDING_HUE } from '../design/standing.ts'
import { spaced } from '../pictures/spaced-number.ts'
import styles from './Futures.module.css'
import { look } from './run-commands.ts'
import { type Future, futureName, type Run } from './runs-store.ts'
import { standingAt } from './standing-at.ts'

/** Every future of a run and where each ends, beside each other: equal patterns are equal states. */
export function Futures({ run }: { readonly run: Run }) {
  const nodes = run.futures.find(({ end }) => end !== null)?.end?.nodes.map(({ name }) => name) ?? []
  return (
    <RadioGroup
      className={styles.futures ?? ''}
      aria-label={`Futures of ${run.name}`}
      value={String(run.shown)}
      onChange={(value) => {
        const chosen = run.futures.find(({ id }) => String(id) === value)
        if (chosen !== undefined) void look(run, chosen.id, chosen.end?.step ?? 0)
      }}
    >
      {run.futures.map((future) => (
        <Radio key={future.id} value={String(future.id)} className={styles.future ?? ''}>
          <span className={styles.name}>
            <b>{futureName(future)}</b>
            <span className={styles.cut}>{cutText(run, future)}</span>
          </span>
          <span className={styles.ends}>
            {nodes.map((node) => (
              <End key={node} node={node} end={future.end} recorded={run.futures[0]?.end ?? null} />
            ))}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  )
}

function cutText(run: Run, { cut, end }: Future): string {
  const steps = end === null ? '' : `${spaced(end.steps)} steps`
  if (cut === null) return steps
  const own = end === null ? '' : `, ${spaced(end.steps - cut.step)} of its own`
  const from = run.futures.find(({ id }) => id === cut.from)
  const trunk = from === undefined || from.cut === null ? '' : ` of ${futureName(from)}`
  return `cut after step ${spaced(cut.step)}${trunk}${own}`
}

/** Where one node ends; marked where it does not end as in the recorded run. */
function End({
  node,
  end,
  recorded,
}: {
  readonly node: string
  readonly end: RunMoment | null
  readonly recorded: RunMoment | null
}) {
  const here = end?.nodes.find(({ name }) => name === node)
  const there = recorded?.nodes.find(({ name }) => name === node)
  if (here === undefined) return null
  const standing = standingAt(here)
  const { position } = here
  const differs = there !== undefined && endText(here) !== endText(there)
  return (
    <span className={classes(styles.end, differs && styles.differs)} title={`${node}: ${endText(here)}`}>
      {node} <RoleGlyph standing={standing} />
      {position === null ? (
        <span className={styles.dead}>dead</span>
      ) : (
        <>
          <span className={styles.commit}>@{position.appliedCommitId}</span>
          <DigestGlyph digest={position.stateDigest} of={`${node} state`} hue={STANDING_HUE[standing]} size={14} />
        </>
      )}
      {differs ? <span className={styles.mark}>differs</span> : null}
    </span>
  )
}

function endText(node: RunMoment['nodes'][number]): string {
  const { position } = node
  if (position === null) return standingAt(node)
  return `${position.role}, CommitId ${position.appliedCommitId}, durable LSN ${position.durableLsn}, state ${digestHex(position.stateDigest)}`
}
