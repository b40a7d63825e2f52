import type { FrameEvent, FrameFate } from '../../cluster/frame-event.ts'

const ALTERATION: Readonly<Partial<Record<FrameFate, string>>> = {
  bitFlipped: 'the link flipped one bit of it',
  truncated: 'the link cut off its end',
}

/** Which frame it is, by the name that its sender gave it: "frame 17 of n1, incarnation 1, with LSN 80 to 82; the link flipped one bit of it" */
export function frameSentence({ from, number, incarnation, records, fate }: FrameEvent): string {
  const alteration = ALTERATION[fate]
  const carried = records === null ? '' : `, with LSN ${records.firstLsn} to ${records.lastLsn}`
  return `frame ${number} of ${from}, incarnation ${incarnation}${carried}${alteration === undefined ? '' : `; ${alteration}`}`
}
