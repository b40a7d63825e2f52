// Ports to serve the page at.
import { createServer } from 'node:net'

/** Where `npm start` and `npm run dev` serve, unless PORT says otherwise. */
export const DEFAULT_PORT = 4173

/** Only this machine may reach the page, and by either name: "localhost" finds it too. */
export const HOST = '127.0.0.1'

/**
 * Binds a port for a moment. Port 0 lets the system choose a free one.
 * @param {number} port
 * @returns {Promise<number | undefined>} the port, or undefined if it is taken
 */
function tryPort(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(undefined))
    server.listen(port, HOST, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined))
    })
  })
}

/** @returns {Promise<number>} a port that was free just now */
export async function freePort() {
  const port = await tryPort(0)
  if (port === undefined) throw new Error('The system has no free port to serve the page at.')
  return port
}

/**
 * The port that PORT names, else the default. Ends the process with a message if it cannot be had: a different
 * port would be a different origin, and so would silently open another, empty cluster.
 */
export async function servingPort() {
  const wanted = process.env.PORT ?? String(DEFAULT_PORT)
  const port = Number(wanted)
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    console.error(`PORT is "${wanted}", which is no port: it must be a whole number from 1 to 65535.`)
    process.exit(1)
  }
  if ((await tryPort(port)) === undefined) {
    console.error(`Port ${port} is taken, perhaps by another AeroDB Explorer. End that program, or choose another port:`)
    console.error(`  PORT=${port + 1} npm start`)
    console.error('The page at another port is another origin to the browser, with a cluster of its own.')
    process.exit(1)
  }
  return port
}
