import { memo } from 'react'
import { visibleVersion } from '../../../aerodb/mvcc/visibility.ts'
import { displayKey } from '../display-key.ts'
import { useEverySecond } from '../use-every-second.ts'
import type { BoundLine } from './bound-lines.ts'
import styles from './VersionsArea.module.css'
import type { VersionsSnapshot } from './versions-scene.ts'

interface Sight {
  readonly snapshot: VersionsSnapshot
  readonly lines: readonly BoundLine[]
}

/** Which version of each key every line sees, as a table: for who can't see the canvas. */
export function VersionsTable(sight: Sight) {
  const { snapshot, lines } = useEverySecond(() => sight, sameSight)
  return <Table snapshot={snapshot} lines={lines} />
}

const Table = memo(function Table({ snapshot, lines }: Sight) {
  return (
    <div className={styles.unseen}>
      <table>
        <caption>Versions that each bound sees, as {snapshot.source ?? 'nobody'} holds them</caption>
        <thead>
          <tr>
            <th scope="col">Key</th>
            {lines.map((line) => (
              <th key={line.id} scope="col">
                {line.label} at {line.bound}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {snapshot.rows.map(({ key, bars }) => (
            <tr key={key}>
              <th scope="row">{displayKey(key)}</th>
              {lines.map((line) => {
                const seen = visibleVersion(bars, line.bound)
                return (
                  <td key={line.id}>
                    {seen === null ? 'nothing' : seen.tombstone ? `deleted at ${seen.commitId}` : `version ${seen.commitId}`}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
})

function sameSight(before: Sight, now: Sight): boolean {
  return before.snapshot.rows === now.snapshot.rows && JSON.stringify(before.lines) === JSON.stringify(now.lines)
}
