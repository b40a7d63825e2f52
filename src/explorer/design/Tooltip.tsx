import type { ReactNode } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import styles from './Tooltip.module.css'

/** A word about the control that it wraps, shown on hover and on focus; none while there is nothing to say. `children` is one focusable control of React Aria. */
export function Tooltip({
  says,
  placement = 'top',
  children,
}: {
  readonly says: ReactNode
  readonly placement?: 'top' | 'bottom' | 'left' | 'right'
  readonly children: ReactNode
}) {
  return (
    <TooltipTrigger delay={400} closeDelay={80} isDisabled={says === undefined}>
      {children}
      <AriaTooltip className={styles.tooltip ?? ''} placement={placement} offset={6}>
        {says}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
