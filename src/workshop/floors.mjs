// Judges whether a source file keeps to its floor: what it imports, and, on the pure floors, what it uses.
import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import { FLOORS, NOT_DETERMINISTIC, NOT_DETERMINISTIC_MEMBERS, NOT_SEALED, TEST_FLOORS, TEST_PACKAGES } from './floor-plan.mjs'
import { lineAt } from './sources.mjs'

/**
 * @typedef {import('./sources.mjs').Source} Source
 * @typedef {import('./sources.mjs').Violation} Violation
 * @typedef {{ readonly offset: number, readonly message: string }} Finding
 * @typedef {{ readonly type: string, readonly start: number, readonly [field: string]: unknown }} Syntax
 */

/** `*.arbitrary.ts` describes the values that property tests draw, `*.suite.ts` holds tests that several files call. */
const IS_TEST = /\.(test|arbitrary|suite)\.tsx?$/

/**
 * @param {Source} source
 * @returns {readonly Violation[]} none for a file outside the floors
 */
export function judgeFloors({ path, text }) {
  const name = /^src\/([^/]+)\//.exec(path)?.[1]
  if (name === undefined || !/\.tsx?$/.test(path)) return []
  if (name === 'workshop') return []
  const floor = FLOORS.get(name)
  if (floor === undefined)
    return [{ path, line: 1, message: `src/${name} is no floor: the floors are ${[...FLOORS.keys()].join(', ')}` }]

  const parsed = parseSync(path, text)
  const firstError = parsed.errors[0]
  if (firstError !== undefined) return [{ path, line: 1, message: `does not parse: ${firstError.message}` }]

  const isTest = IS_TEST.test(path)
  /** @type {Finding[]} */
  const findings = []
  for (const node of syntaxOf(parsed.program)) {
    const imported = importedFrom(node.syntax)
    if (imported !== undefined) findings.push(...judgeImport(path, name, isTest, imported))
    if (floor.purity !== 'free' && !isTest) findings.push(...judgePurity(name, floor.purity, node))
  }
  return findings.map(({ offset, message }) => ({ path, line: lineAt(text, offset), message }))
}

/**
 * @typedef {{ readonly syntax: Syntax, readonly parent: Syntax | undefined, readonly field: string }} Place
 * @param {unknown} root
 * @returns {Generator<Place>} every node under it, itself included
 */
function* syntaxOf(root) {
  /** @type {Place[]} */
  const pending = isSyntax(root) ? [{ syntax: root, parent: undefined, field: '' }] : []
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    yield place
    for (const [field, value] of Object.entries(place.syntax)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isSyntax(child)) pending.push({ syntax: child, parent: place.syntax, field })
      }
    }
  }
}

/**
 * @param {unknown} value
 * @returns {value is Syntax}
 */
const isSyntax = (value) => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/**
 * @typedef {{ readonly specifier: string | undefined, readonly offset: number }} Imported specifier undefined: computed, so it can't be judged
 * @param {Syntax} syntax
 * @returns {Imported | undefined} what it imports; files that it only names for a worker or an asset count too
 */
function importedFrom(syntax) {
  switch (syntax.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return { specifier: literalText(syntax.source), offset: syntax.start }
    case 'ExportNamedDeclaration':
      return syntax.source === null ? undefined : { specifier: literalText(syntax.source), offset: syntax.start }
    case 'NewExpression': {
      /** @type {readonly unknown[]} */
      const given = Array.isArray(syntax.arguments) ? syntax.arguments : []
      const isOwnFile = isSyntax(syntax.callee) && syntax.callee.name === 'URL' && isSyntax(given[1])
      return isOwnFile ? { specifier: literalText(given[0]), offset: syntax.start } : undefined
    }
    default:
      return undefined
  }
}

/** @param {unknown} syntax */
const literalText = (syntax) => (isSyntax(syntax) && typeof syntax.value === 'string' ? syntax.value : undefined)

/**
 * @param {string} path
 * @param {string} name of the floor
 * @param {boolean} isTest
 * @param {Imported} imported
 * @returns {readonly Finding[]}
 */
function judgeImport(path, name, isTest, { specifier, offset }) {
  if (specifier === undefined) return [{ offset, message: 'imports a computed path, so its floor cannot be judged' }]
  const floor = FLOORS.get(name)
  if (floor === undefined) return []

  if (!specifier.startsWith('.')) {
    if (isTest && (TEST_PACKAGES.includes(packageOf(specifier)) || specifier.startsWith('node:'))) return []
    if (floor.packages === 'any' ? !specifier.startsWith('node:') : floor.packages.includes(packageOf(specifier))) return []
    const allowed =
      floor.packages === 'any' || floor.packages.length === 0 ? 'no such package' : `only ${floor.packages.join(', ')}`
    return [{ offset, message: `imports ${specifier}: src/${name} may import ${allowed}` }]
  }

  const target = posix.join(posix.dirname(path), specifier)
  const targetFloor = /^src\/([^/]+)\//.exec(target)?.[1]
  if (targetFloor === name || (targetFloor !== undefined && floor.below.includes(targetFloor))) return []
  if (isTest && targetFloor !== undefined && TEST_FLOORS.includes(targetFloor)) return []
  const allowed = floor.below.length === 0 ? 'only its own files' : `only from floors below it (${floor.below.join(', ')})`
  return [{ offset, message: `imports ${target}: src/${name} may import ${allowed}` }]
}

/** @param {string} specifier */
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/**
 * @param {string} name of the floor
 * @param {import('./floor-plan.mjs').Purity} purity
 * @param {Place} place
 * @returns {readonly Finding[]}
 */
function judgePurity(name, purity, place) {
  const { syntax } = place
  const offset = syntax.start
  const refuse = (/** @type {string} */ what, /** @type {string} */ why) => [
    { offset, message: `${what} ${why}: src/${name} is ${purity}` },
  ]
  switch (syntax.type) {
    case 'Identifier': {
      const used = String(syntax.name)
      if (isMemberName(place)) {
        const why = NOT_DETERMINISTIC_MEMBERS.get(used) ?? NOT_DETERMINISTIC_MEMBERS.get(`${objectName(place.parent)}.${used}`)
        return why === undefined ? [] : refuse(used, why)
      }
      const why = NOT_DETERMINISTIC.get(used) ?? (purity === 'sealed' ? NOT_SEALED.get(used) : undefined)
      return why === undefined ? [] : refuse(used, why)
    }
    case 'MemberExpression':
      return syntax.computed === true && objectName(syntax) === 'Math' ? refuse('Math[…]', 'may be chance') : []
    case 'ImportExpression':
      return refuse('import()', 'happens later')
    case 'MetaProperty':
      return isSyntax(syntax.meta) && syntax.meta.name === 'import' ? refuse('import.meta', 'depends on the host') : []
    case 'VariableDeclaration':
      return isModuleWide(place) && syntax.kind !== 'const' && syntax.declare !== true
        ? refuse(`a module-wide ${String(syntax.kind)}`, 'is state that no fork and no digest would see')
        : []
    default:
      if (purity !== 'sealed') return []
      if (syntax.async === true) return refuse('async', 'happens later: step() returns at once')
      return syntax.type === 'AwaitExpression' || syntax.await === true
        ? refuse('await', 'happens later: step() returns at once')
        : []
  }
}

/**
 * A name after a dot or before a colon names a member, not what is in scope.
 * @param {Place} place
 */
function isMemberName({ parent, field }) {
  if (parent === undefined || parent.computed === true) return false
  if (parent.type === 'MemberExpression') return field === 'property'
  if (parent.type === 'TSQualifiedName') return field === 'right'
  return field === 'key'
}

/** @param {Place} place */
const isModuleWide = ({ parent }) => parent?.type === 'Program' || parent?.type === 'ExportNamedDeclaration'

/** @param {Syntax | undefined} member */
const objectName = (member) => (isSyntax(member?.object) && typeof member.object.name === 'string' ? member.object.name : '')
