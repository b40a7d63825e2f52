import { Component, type ReactNode } from 'react'
import { Button } from '../design/Button.tsx'
import styles from './Mishap.module.css'

interface MishapState {
  readonly error: Error | null
}

/** Where a part of the page fails to draw, it says what happened. The cluster is not a part of the page: it goes on. */
export class Mishap extends Component<{ readonly children: ReactNode }, MishapState> {
  override readonly state: MishapState = { error: null }

  static getDerivedStateFromError(thrown: unknown): MishapState {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <div className={styles.mishap} role="alert">
        <h2>This part of the page failed to draw</h2>
        <p>The cluster is not a part of it and goes on: its nodes run, and their disks are as they were.</p>
        <pre>{error.stack ?? error.message}</pre>
        <div className={styles.actions}>
          <Button look="primary" onPress={() => this.setState({ error: null })}>
            Draw it again
          </Button>
        </div>
      </div>
    )
  }
}
