import { useEffect } from 'react'
import { ruleOfAddress } from '../specs/rule-address.ts'
import { useExplorer } from '../store/explorer-store.ts'

/** Opens the rule that the page's address names, now and whenever the address changes. */
export function useAddress(): void {
  useEffect(() => {
    const follow = () => {
      const rule = ruleOfAddress(location.hash)
      if (rule !== null) useExplorer.getState().openRule(rule)
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
}
