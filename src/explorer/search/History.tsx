import styles from './Search.module.css'

/** What happened, step by step. */
export function History({ steps }: { readonly steps: readonly string[] }) {
  return (
    <ol className={styles.history}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the history
        <li key={index}>{step}</li>
      ))}
    </ol>
  )
}
