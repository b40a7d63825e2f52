// What a thread that searches is given.

/** States come and go by the million: with room for the young ones, the few that stay are copied less often. */
export const SEARCH_LIMITS = { maxYoungGenerationSizeMb: 192 }
