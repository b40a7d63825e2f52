// Runs the project's programs. Plain Node without a dependency: it works before anything is installed.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const IS_WINDOWS = process.platform === 'win32'

/**
 * Windows starts npm's programs only through its shell, which wants a path with blanks in quotes.
 * @param {string} program
 */
const command = (program) => (IS_WINDOWS ? `"${program}"` : program)

/**
 * Runs a program in the project's folder, with its output on this terminal.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ readonly env?: Readonly<Record<string, string>> }} [options] environment on top of this process's own
 * @returns {Promise<number>} its exit code; 127 if it could not be started, 128 if a signal ended it
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command(program), args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...options.env },
      shell: IS_WINDOWS,
    })
    child.on('error', (error) => {
      console.error(`Cannot start ${program}: ${error.message}`)
      resolve(127)
    })
    child.on('exit', (code) => resolve(code ?? 128))
  })
}

/**
 * Runs a program in the project's folder and keeps what it prints.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<{ readonly code: number, readonly output: string }>} exit code as in `run`; standard output and error in order of arrival
 */
export function runQuietly(program, args) {
  return new Promise((resolve) => {
    const child = spawn(command(program), args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], shell: IS_WINDOWS })
    let output = ''
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 127, output: `Cannot start ${program}: ${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 128, output }))
  })
}

/**
 * The path of a program that a dependency installed.
 * @param {string} name
 */
export function installedProgram(name) {
  return fileURLToPath(new URL(`../../node_modules/.bin/${name}${IS_WINDOWS ? '.cmd' : ''}`, import.meta.url))
}
