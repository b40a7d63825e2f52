import type { LucideIcon } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './IconButton.module.css'
import { Tooltip } from './Tooltip.tsx'

/** A button that is an icon alone: its label is its name, and its tooltip. */
export function IconButton({
  icon: Icon,
  label,
  onPress,
  isActive = false,
  placement = 'bottom',
  slot,
  id,
}: {
  readonly icon: LucideIcon
  readonly label: string
  readonly onPress?: () => void
  /** What it stands for is shown now. */
  readonly isActive?: boolean
  readonly placement?: 'top' | 'bottom' | 'left' | 'right'
  readonly slot?: string
  readonly id?: string
}) {
  return (
    <Tooltip says={label} placement={placement}>
      <AriaButton
        aria-label={label}
        className={classes(styles.button, isActive && styles.active)}
        {...(onPress === undefined ? {} : { onPress })}
        {...(slot === undefined ? {} : { slot })}
        {...(id === undefined ? {} : { id })}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </AriaButton>
    </Tooltip>
  )
}
