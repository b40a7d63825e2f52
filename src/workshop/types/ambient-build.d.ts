/** The version in package.json, put in by the build (vite.config.ts). */
declare const AERODB_VERSION: string
/** Which engine this build has: its version, and a digest of its sources. */
declare const AERODB_ENGINE: string
