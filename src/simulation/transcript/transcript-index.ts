import { GUARDS } from '../../aerodb/rules/guards.ts'
import { OUT_OF_REACH } from '../provocations/out-of-reach.ts'
import { parseTranscript } from './parse-transcript.ts'

/** A transcript's name within its folder of folders, and its text. */
export interface NamedTranscript {
  readonly name: string
  readonly text: string
}

/** The commands, in the order in which a reader meets them. */
const COMMANDS = `| Command | What it does |
|---|---|
| \`steady n1 n2 n3 sync=each\` | a cluster, the first node its Primary; every node started, every session streaming |
| \`cluster n1 n2 sync=group\` | a cluster of which no node is started yet |
| \`start\`, \`kill n1\`, \`kill n1 lands\` | of a node; what \`lands\` is the batch in flight |
| \`crashAfter n1 2 lands\` | the node carries out two more effects, and dies where the next would be |
| \`land n1\`, \`abort n1 cause\`, \`fail n1\` | the batch in flight becomes durable; provably aborts; fails, nobody knows how |
| \`deliver n1 n2 1\` | the frame at that place (0, the oldest, where none is named) arrives |
| \`drop\`, \`duplicate\`, \`flip n1 n2 BIT\`, \`truncate n1 n2 BYTES\`, \`spoil n1 n2 BIT\`, \`otherProtocol\` | what links do to the oldest frame; \`spoil\`: before it was sealed |
| \`keep n1 n2\`, then \`arriveLate n1 n2\` | takes the oldest frame off its link, and hands it over later |
| \`cut\`, \`hold\`, \`pass\` | of one direction |
| \`linkDown n1 n2\`, \`linkUp n1 n2\` | of both; up is a new epoch |
| \`put\`, \`delete\`, \`read n2 notes/a at=3\`, \`openView\`, \`closeView\` | of a client |
| \`resume\`, \`bootstrap\`, \`bootstrap n2 discard\`, \`configure n1 primary=n2 members=n1,n2\`, \`authority n1 denied\` | of an operator, and of the host |
| \`damage n1 LSN BIT\`, \`damageManifest n1 BIT\`, \`loseTail n1 LSN\`, \`loseBatch n1\`, \`staleStart n1 BATCHES\`, \`failStart n1 killed\`, \`otherFormat\`, \`wipe\`, \`fillDisk\`, \`freeDisk\` | of a disk |
| \`forge n1 n2 field=value\`, \`forgeRecords n1 n2 COMMIT\`, \`forgeRecord n1 LSN field=value\`, \`forgeManifest n1 field=value\`, \`forgeCommit n1 COMMIT\` | what no honest node or disk does, under checksums that fit |
| \`commit notes/a {…}\` | a \`put\` at the Primary, then \`settled\` |
| \`settle\`, \`settled\` | all that is under way arrives and lands, every effect listed; or only where every node stands then |
| \`quietly …\` | the same command, its effects not listed |
| \`position n1\`, \`explain n1\`, \`explain n1 q3\` | where a node stands; the rules behind its state, or behind an answer |`

const HEADING = `# Transcripts

Each file is a story: a command, \`----\`, and every effect and observation that it caused, in order, as the engine states them. They run as tests,
and read as documentation. Digests are shortened to their first eight digits. \`session 1·1·2\` is a session: the Primary's incarnation, the
Replica's, and the Primary's counter.

\`AERODB_TRANSCRIPTS=write npm run unit -- transcripts\` writes what the engine says now, and this index. Commit it only once every changed line
is understood.`

/** The page that lists every transcript with what its first lines say. It is written by the same flag as they are. */
export function transcriptIndex(flows: readonly NamedTranscript[], refusals: readonly NamedTranscript[]): string {
  return [
    HEADING,
    '## Ordinary flows, and what interrupts them',
    table(['Transcript', 'Shows'], flows, ({ name, text }) => [link(name), headOf(text)]),
    "## Every rule's refusal",
    "One for each rule that is asked: the situation that breaks it, the refusal with the rule's id and evidence, and where it stands in the order of checks.",
    table(['Rule', 'Shows'], refusals, ({ name, text }) => [link(name), headOf(text).replace(/^\S+ /, '')]),
    withoutTranscript(),
    '## Commands',
    COMMANDS,
    '',
  ].join('\n\n')
}

function withoutTranscript(): string {
  const guards = Object.entries(GUARDS).filter(([name]) => name in OUT_OF_REACH)
  const reasons = new Map<string, string>(Object.entries(OUT_OF_REACH))
  return guards.map(([name, { rule }]) => `${rule} (${name}) has none: ${reasons.get(name) ?? ''}.`).join('\n')
}

function table<Row>(titles: readonly string[], rows: readonly Row[], cells: (row: Row) => readonly string[]): string {
  return [titles, titles.map(() => '---'), ...rows.map(cells)]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
    .replace(/\| ---/g, '|---')
    .replace(/--- \|/g, '---|')
}

function link(name: string): string {
  return `[${name.replace(/^.*\//, '').replace(/\.txt$/, '')}](${name})`
}

/** The comment that stands before the first command. */
function headOf(text: string): string {
  const [first] = parseTranscript(text).steps
  const comments = (first?.before ?? []).filter((line) => line.startsWith('# ')).map((line) => line.slice(2))
  return comments.join(' ').replaceAll('|', '\\|')
}
