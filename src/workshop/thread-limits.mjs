// What a thread that searches, or runs a simulation, is given.

/** Most of what either allocates is garbage at once: with room for the young, the few that stay are copied less often. */
export const THREAD_LIMITS = { maxYoungGenerationSizeMb: 384 }
