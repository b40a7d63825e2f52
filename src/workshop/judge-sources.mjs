// Reports every source file that leaves its floor or is untidy. Exits with 1 if there is one.
import { judgeFloors } from './floors.mjs'
import { readSources } from './sources.mjs'
import { judgeTidiness } from './tidy.mjs'

const sources = readSources()
const violations = sources.flatMap((source) => [...judgeFloors(source), ...judgeTidiness(source)])
for (const { path, line, message } of violations) console.log(`${path}:${line} ${message}`)
console.log(`${sources.length} files judged, ${violations.length} violations`)
process.exit(violations.length === 0 && sources.length > 0 ? 0 : 1)
