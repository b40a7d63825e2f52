import { ArrowRight, CopyPlus, Hand, type LucideIcon, Scissors, Shuffle, SquareX, Trash2, Zap } from 'lucide-react'
import { useState } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { LinkView } from '../../cluster/cluster.ts'
import type { LinkCondition } from '../../cluster/contract.ts'
import { CONDITION_SAYS, setCondition } from '../commands/link-commands.ts'
import { NumberField } from '../design/NumberField.tsx'
import { Select } from '../design/Select.tsx'
import { Tooltip } from '../design/Tooltip.tsx'
import styles from './ConditionControls.module.css'

type ConditionKind = LinkCondition['kind']

const KINDS: readonly { readonly kind: ConditionKind; readonly label: string; readonly icon: LucideIcon }[] = [
  { kind: 'pass', label: 'Pass', icon: ArrowRight },
  { kind: 'hold', label: 'Hold', icon: Hand },
  { kind: 'cut', label: 'Cut', icon: Scissors },
  { kind: 'drop', label: 'Drop', icon: Trash2 },
  { kind: 'duplicate', label: 'Duplicate', icon: CopyPlus },
  { kind: 'reorder', label: 'Reorder', icon: Shuffle },
  { kind: 'truncate', label: 'Truncate', icon: SquareX },
  { kind: 'flipBit', label: 'Flip a bit', icon: Zap },
]

/** More than this at once is better done by cutting. */
const MAXIMUM_COUNT = 100

/** The condition of one direction. Pressing one replaces what was set before; the counted ones then meet as many frames as set here. */
export function ConditionControls({ link }: { readonly link: LinkView }) {
  const { from, to } = link
  const [count, setCount] = useState(1)
  const [frames, setFrames] = useState<'wal' | 'all'>('wal')
  const active: ConditionKind = link.conditionRemaining === 0 ? 'pass' : link.condition.kind
  const press = (kind: ConditionKind) => {
    const condition: LinkCondition = kind === 'pass' || kind === 'hold' || kind === 'cut' ? { kind } : { kind, count, frames }
    setCondition(from, to, condition)
  }
  return (
    <>
      <ToggleButtonGroup
        aria-label={`Condition from ${from} to ${to}`}
        className={styles.kinds ?? ''}
        selectedKeys={[active]}
        selectionMode="single"
        disallowEmptySelection
      >
        {KINDS.map(({ kind, label, icon: Icon }) => (
          <Tooltip key={kind} says={CONDITION_SAYS[kind]}>
            <ToggleButton id={kind} className={styles.kind ?? ''} onPress={() => press(kind)}>
              <Icon size={14} aria-hidden /> {label}
            </ToggleButton>
          </Tooltip>
        ))}
      </ToggleButtonGroup>
      <div className={styles.counted}>
        <NumberField label="Frames that a fault meets" value={count} onChange={setCount} minimum={1} maximum={MAXIMUM_COUNT} />
        <Select
          label="Which frames"
          value={frames}
          onChange={setFrames}
          choices={[
            { value: 'wal', label: 'with records' },
            { value: 'all', label: 'all' },
          ]}
        />
      </div>
    </>
  )
}
