import type { Report } from './protocol.ts'

/** A report on its way: what has nothing to say is left out, since a post costs by the field and a node posts for every batch. */
export type PostedReport = Partial<Report>

const NOTHING: Report = {
  disk: null,
  log: null,
  logged: 0,
  clock: { incarnation: 0, steps: 0, heard: [] },
  observations: [],
  answers: [],
  ownAcknowledged: null,
  replies: [],
  standing: null,
  clients: null,
  frames: [],
  framesUnlisted: 0,
  end: null,
}

export function postedReport(report: Report): PostedReport {
  const { disk, log, logged, clock, observations, answers, ownAcknowledged, replies, standing, clients } = report
  const { frames, framesUnlisted, end } = report
  return {
    clock,
    ...(disk === null ? {} : { disk }),
    ...(log === null ? {} : { log, logged }),
    ...(observations.length === 0 ? {} : { observations }),
    ...(answers.length === 0 ? {} : { answers }),
    ...(ownAcknowledged === null ? {} : { ownAcknowledged }),
    ...(replies.length === 0 ? {} : { replies }),
    ...(standing === null ? {} : { standing }),
    ...(clients === null ? {} : { clients }),
    ...(frames.length === 0 ? {} : { frames }),
    ...(framesUnlisted === 0 ? {} : { framesUnlisted }),
    ...(end === null ? {} : { end }),
  }
}

export function wholeReport(posted: PostedReport): Report {
  return { ...NOTHING, ...posted }
}
