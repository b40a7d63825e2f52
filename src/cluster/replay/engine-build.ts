/** The engine of this build: what a trace that it records is said to be recorded by. */
export const ENGINE_BUILD: string = AERODB_ENGINE
