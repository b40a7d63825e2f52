import styles from './WalLegend.module.css'

/** What fills and hues mean. Decoration for the eye: every record says the same in words. */
export function WalLegend() {
  return (
    <ul className={styles.legend} aria-label="Legend of the write-ahead log">
      <li>
        <i className={styles.applied} />
        applied
      </li>
      <li>
        <i className={styles.durable} />
        durable, not applied
      </li>
      <li>
        <i className={styles.received} />
        received
      </li>
      <li>
        <i className={styles.missing} />
        missing or in doubt
      </li>
      <li className={styles.apart}>
        <i className={styles.version} />
        version
      </li>
      <li>
        <i className={styles.commit} />
        commit
      </li>
      <li>
        <i className={styles.gc} />
        gc
      </li>
      <li>
        <i className={styles.marker} />
        marker
      </li>
      <li className={styles.apart}>
        <i className={styles.appliedEdge} />
        applied to here
      </li>
      <li>
        <i className={styles.durableEdge} />
        durable to here
      </li>
    </ul>
  )
}
