import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Blocked } from '../../cluster/availability.ts'
import styles from './Button.module.css'
import { classes } from './classes.ts'
import { Tooltip } from './Tooltip.tsx'
import { announce } from './toast-queue.ts'

export interface ButtonProps {
  readonly children: ReactNode
  readonly onPress?: () => void
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly size?: 'small' | 'regular'
  /** Says why the button can't be used; it can still be focused, so that anyone can read it. Null where it can. */
  readonly blocked?: Blocked | null
  /** The accessible name, where the content alone is no name. */
  readonly label?: string
  /** More about it, on hover and focus. */
  readonly hint?: ReactNode
  readonly type?: 'button' | 'submit'
  readonly autoFocus?: boolean
  readonly isPending?: boolean
  readonly slot?: string
  readonly className?: string | undefined
}

export function Button({
  children,
  onPress,
  look = 'plain',
  size = 'regular',
  blocked,
  label,
  hint,
  className,
  ...rest
}: ButtonProps) {
  const reason = blocked ?? null
  const button = (
    <AriaButton
      {...rest}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className={classes(styles.button, styles[look], styles[size], className)}
      aria-disabled={reason !== null}
      data-blocked={reason === null ? undefined : true}
      onPress={() => {
        if (reason === null) onPress?.()
        else announce({ tone: 'neutral', title: 'Not possible now', detail: reason.reason, rule: reason.rule ?? null })
      }}
    >
      {children}
    </AriaButton>
  )
  // One that may be blocked is the same element before and after: it would lose the focus otherwise.
  if (hint === undefined && blocked === undefined) return button
  return <Tooltip says={reason === null ? hint : <BlockedReason blocked={reason} />}>{button}</Tooltip>
}

function BlockedReason({ blocked }: { readonly blocked: Blocked }) {
  return (
    <>
      {blocked.reason}
      {blocked.rule === undefined ? null : <code className={styles.rule}>{blocked.rule}</code>}
    </>
  )
}
