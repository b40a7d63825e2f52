import { Check } from 'lucide-react'
import { Checkbox as AriaCheckbox } from 'react-aria-components'
import styles from './Field.module.css'

export function Checkbox({
  label,
  isSelected,
  onChange,
}: {
  readonly label: string
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
}) {
  return (
    <AriaCheckbox className={styles.check ?? ''} isSelected={isSelected} onChange={onChange}>
      <span className={styles.box}>
        <Check size={12} strokeWidth={3} aria-hidden />
      </span>
      {label}
    </AriaCheckbox>
  )
}
