/** The version in package.json, put in by the build (vite.config.ts). */
declare const AERODB_VERSION: string
