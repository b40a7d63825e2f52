import { strikeEveryWorkload } from './every-operation.suite.ts'

await strikeEveryWorkload('each')
