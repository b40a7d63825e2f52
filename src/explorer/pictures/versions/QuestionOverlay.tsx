import type { Cluster } from '../../../cluster/cluster.ts'
import { Button } from '../../design/Button.tsx'
import { classes } from '../../design/classes.ts'
import { RuleLink } from '../../specs/RuleLink.tsx'
import { perform } from '../perform.ts'
import { askingX } from './line-places.ts'
import styles from './QuestionOverlay.module.css'
import type { Question, SeenVersion } from './question.ts'
import type { VersionsSnapshot } from './versions-scene.ts'

/** The line at which a person asks, and in every row what the node would show there. */
export function QuestionLine({
  question,
  snapshot,
  pitch,
}: {
  readonly question: Question
  readonly snapshot: VersionsSnapshot
  readonly pitch: number
}) {
  const { answer } = question
  const x = askingX(question.at, snapshot)
  if (x < 0 || x > snapshot.width) return null
  const refused = answer?.kind === 'refused'
  return (
    <div
      className={classes(styles.asking, refused && styles.refused, x > snapshot.width - 90 && styles.leftward)}
      style={{ left: x }}
      aria-hidden="true"
    >
      {answer?.kind === 'served'
        ? snapshot.rows.map(({ key }, index) => {
            const seen = answer.seen.get(key)
            return seen === undefined ? null : (
              <span
                key={key}
                className={classes(styles.seen, seen.kind === 'nothing' && styles.nothing)}
                style={{ top: pitch * (index + 0.5) }}
              >
                {seenWords(seen)}
              </span>
            )
          })
        : null}
    </div>
  )
}

/** The question in words, and what can be done with it. */
export function QuestionCard({
  question,
  cluster,
  onDone,
}: {
  readonly question: Question
  readonly cluster: Cluster
  readonly onDone: () => void
}) {
  const { node, at, answer } = question
  return (
    <section className={styles.card} aria-label={`What ${node} would show at CommitId ${at}`}>
      <p aria-live="polite">
        <strong>
          {node} at CommitId {at}
        </strong>{' '}
        {answer === null ? 'is being asked' : answer.kind === 'served' ? servedWords(answer.seen) : `refuses: ${answer.message}`}{' '}
        {answer?.kind === 'refused' && answer.rule !== null ? <RuleLink rule={answer.rule} /> : null}
      </p>
      {answer?.kind === 'served' ? (
        <Button
          size="small"
          onPress={() => {
            perform(`Read view on ${node}`, () => cluster.openReadView(node, at))
            onDone()
          }}
        >
          Open a read view here
        </Button>
      ) : null}
      <Button size="small" look="quiet" onPress={onDone}>
        Done
      </Button>
    </section>
  )
}

function seenWords(seen: SeenVersion): string {
  if (seen.kind === 'version') return `v${seen.commitId}`
  return seen.tombstone === null ? 'nothing' : `deleted at ${seen.tombstone}`
}

function servedWords(seen: ReadonlyMap<string, SeenVersion>): string {
  const visible = [...seen.values()].filter(({ kind }) => kind === 'version').length
  return seen.size === 1
    ? visible === 1
      ? 'shows this document'
      : 'does not show this document'
    : `shows ${visible} of these ${seen.size} documents`
}
