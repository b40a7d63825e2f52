import { digestHex } from '../../aerodb/digest.ts'
import type { Position } from '../../aerodb/observation.ts'
import { Facts } from './Facts.tsx'
import { Section } from './Section.tsx'

/** What a node last said of itself, beyond what the pictures show. A node that refused to start vouches for none of its log. */
export function Observed({ position }: { readonly position: Position }) {
  if (position.role === 'StartRefused') return <Refused position={position} />
  return (
    <Section title="Observed last">
      <Facts
        facts={[
          ['incarnation', position.incarnation],
          ['history', position.historyId ?? 'none yet'],
          ['records retained', `LSN ${position.retainedFrom} to ${position.durableLsn}`],
          ['applied', `LSN ${position.appliedLsn}, CommitId ${position.appliedCommitId}`],
          ['chain digest', digestHex(position.chainDigest)],
          ['state digest', digestHex(position.stateDigest)],
          ['read views open', position.readViews.length],
          ['write sets waiting', position.waitingWrites],
          ['frames ignored', `${position.framesDuplicate} held already, ${position.framesOtherSession} of another session`],
        ]}
      />
    </Section>
  )
}

function Refused({ position }: { readonly position: Position }) {
  const verified = position.refusal?.evidence?.verifiedLsn
  return (
    <Section title="Observed last">
      <Facts
        facts={[
          ['incarnation', position.incarnation],
          [
            'verified',
            typeof verified === 'number' ? `LSN 1 to ${verified}, nothing beyond` : '— the check ended before any record',
          ],
          ['applied, CommitId', '— a log that does not verify is not applied'],
        ]}
      />
    </Section>
  )
}
