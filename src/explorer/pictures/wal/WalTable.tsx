import { memo } from 'react'
import { useEverySecond } from '../use-every-second.ts'
import { laneEnd, stageOf } from './lane-facts.ts'
import { recordWords } from './record-words.ts'
import styles from './WalCanvas.module.css'
import type { WalScene } from './wal-scene.ts'

/** Rows for each node: the last of the window. */
const ROWS = 24

interface Row {
  readonly key: string
  readonly node: string
  readonly lsn: number
  readonly content: string
  readonly stage: string
}

/** The end of the visible window as a table, for who can't see the canvas. */
export function WalTable({ scene }: { readonly scene: WalScene }) {
  const rows = useEverySecond(() => rowsOf(scene), sameRows)
  return <Table rows={rows} />
}

const Table = memo(function Table({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <div className={styles.unseen}>
      <table>
        <caption>Write-ahead log: the newest records in the picture, for each node</caption>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">LSN</th>
            <th scope="col">Record</th>
            <th scope="col">Stage</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td>{row.node}</td>
              <td>{row.lsn}</td>
              <td>{row.content}</td>
              <td>{row.stage}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
})

function rowsOf(scene: WalScene): readonly Row[] {
  const { first, last } = scene.visible
  return scene.nodes.flatMap((node) => {
    const facts = scene.factsOf(node)
    if (facts === null) return []
    const rows: Row[] = []
    for (let lsn = Math.max(first, last - ROWS + 1); lsn <= last; lsn++) {
      if (stageOf(facts, lsn) === 'absent') continue
      const { stage, content } = recordWords(facts, lsn, scene.recordAt({ node, lsn }))
      rows.push({ key: `${node}.${lsn}`, node, lsn, content: content ?? 'not loaded by the picture', stage })
    }
    const end = laneEnd(facts)
    return rows.length > 0
      ? rows
      : [{ key: node, node, lsn: end, content: 'none of these records', stage: `its log ends at LSN ${end}` }]
  })
}

function sameRows(before: readonly Row[], now: readonly Row[]): boolean {
  return JSON.stringify(before) === JSON.stringify(now)
}
