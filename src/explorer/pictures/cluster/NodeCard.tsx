import { Power, RotateCw } from 'lucide-react'
import { memo } from 'react'
import type { Position } from '../../../aerodb/observation.ts'
import type { NodeView } from '../../../cluster/cluster.ts'
import { counted } from '../../../cluster/counted.ts'
import { classes } from '../../design/classes.ts'
import { DigestGlyph } from '../../design/DigestGlyph.tsx'
import { IconButton } from '../../design/IconButton.tsx'
import { RoleBadge } from '../../design/RoleBadge.tsx'
import { STANDING_HUE, standingOf } from '../../design/standing.ts'
import { useLasting } from '../../design/use-lasting.ts'
import { useExplorer, useLight } from '../../store/explorer-store.ts'
import { perform } from '../perform.ts'
import type { Box, CardDetail } from './card-layout.ts'
import styles from './NodeCard.module.css'
import { nodeSentence } from './node-sentence.ts'

/** A Replica is behind for a moment with every commit: said is only what lasts. */
const LAG_MILLIS = 400

/** One node: who it is, where it stands, what it does for its clients, and its quick action. */
export const NodeCard = memo(function NodeCard({
  node,
  box,
  detail,
  lagCommits,
  lagRecords,
}: {
  readonly node: NodeView
  readonly box: Box
  readonly detail: CardDetail
  /** Behind its Primary, as the page sees both. */
  readonly lagCommits: number
  readonly lagRecords: number
}) {
  const { name, life, position } = node
  const standing = standingOf(node)
  const light = useLight({ kind: 'node', node: name })
  const toggle = useExplorer((state) => state.toggle)
  const setHover = useExplorer((state) => state.setHover)
  const lags = useLasting(lagCommits > 0 || lagRecords > 0, LAG_MILLIS)
  const sentence = nodeSentence(node, lags ? lagCommits : 0)
  const [primary = 'its Primary'] = node.configuration.primaries
  const says = node.armedCrash === null ? sentence : `will crash at ${node.armedCrash}`
  const hue = STANDING_HUE[standing]
  // A start that was refused read no log that it could vouch for.
  const known = standing === 'StartRefused' ? null : position
  return (
    <article
      className={classes(styles.card, styles[detail], styles[light], styles[hue], life === 'dead' && styles.dead)}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      aria-label={`${name}, ${standing}, ${sentence}`}
      onPointerEnter={() => setHover({ kind: 'node', node: name })}
      onPointerLeave={() => setHover(null)}
    >
      <button
        type="button"
        className={styles.cover}
        aria-label={`Node ${name}`}
        aria-pressed={light === 'selected'}
        onClick={() => toggle({ kind: 'node', node: name })}
      />
      <header className={styles.header}>
        <span className={styles.name} title={name}>
          {name}
        </span>
        <RoleBadge standing={standing} />
        <span className={styles.action}>
          <LifeButton name={name} life={life} />
        </span>
      </header>
      <dl className={styles.numbers} data-digits={digitsOf(known)}>
        <div className={styles.commit}>
          <dt>CommitId</dt>
          <dd>{known?.appliedCommitId ?? '—'}</dd>
          {lags && known !== null && lagCommits > 0 ? (
            <dd className={styles.lag} title={`${counted(lagCommits, 'commit')} behind ${primary}`}>
              −{lagCommits}
            </dd>
          ) : null}
        </div>
        <div>
          <dt>durable</dt>
          <dd>{known?.durableLsn ?? '—'}</dd>
          {lags && known !== null && lagRecords > 0 && detail === 'full' ? (
            <dd className={styles.lag} title={`${counted(lagRecords, 'record')} behind ${primary}`}>
              −{lagRecords}
            </dd>
          ) : null}
        </div>
        {detail === 'full' ? (
          <div>
            <dt>applied</dt>
            <dd>{known?.appliedLsn ?? '—'}</dd>
          </div>
        ) : null}
        {known === null || detail === 'slim' ? null : (
          <div className={styles.digest}>
            <dt className={styles.unseen}>state digest</dt>
            <dd>
              <DigestGlyph digest={known.stateDigest} of="state" hue={hue === 'primary' ? 'healthy' : hue} />
            </dd>
          </div>
        )}
      </dl>
      {detail === 'full' ? (
        <p className={classes(styles.sentence, node.armedCrash !== null && styles.armed)} title={says}>
          {says}
        </p>
      ) : null}
    </article>
  )
})

/** How much room the numbers take: a card keeps its width, and long numbers are set smaller. */
function digitsOf(known: Position | null): 'few' | 'six' | 'many' {
  const digits = `${Math.max(known?.appliedCommitId ?? 0, known?.durableLsn ?? 0)}`.length
  return digits < 6 ? 'few' : digits === 6 ? 'six' : 'many'
}

const LifeButton = memo(function LifeButton({ name, life }: { readonly name: string; readonly life: NodeView['life'] }) {
  const cluster = useExplorer((state) => state.cluster)
  if (cluster === null) return null
  return life === 'dead' ? (
    <IconButton
      icon={RotateCw}
      label={`Restart ${name}`}
      onPress={() => perform(`Restart of ${name}`, () => cluster.restart(name))}
    />
  ) : (
    <IconButton icon={Power} label={`Kill ${name}`} onPress={() => perform(`Kill of ${name}`, () => cluster.kill(name))} />
  )
})
