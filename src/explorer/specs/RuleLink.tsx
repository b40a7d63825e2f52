import { useExplorer } from '../store/explorer-store.ts'
import styles from './RuleLink.module.css'
import { ruleAddress } from './rule-address.ts'

/** A rule's id, which opens the rule in its spec beside the cluster. */
export function RuleLink({ rule }: { readonly rule: string }) {
  return (
    <a className={styles.rule} href={ruleAddress(rule)} onClick={() => useExplorer.getState().openRule(rule)}>
      {rule}
    </a>
  )
}
