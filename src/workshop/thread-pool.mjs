// Worker threads that carry out tasks, each one at a time, in the order in which they were given but for those that come first.
import { Worker } from 'node:worker_threads'
import { THREAD_LIMITS } from './thread-limits.mjs'

/**
 * @template Task
 * @template Done
 */
export class ThreadPool {
  /** @type {Worker[]} */
  #threads = []
  /** @type {Worker[]} */
  #idle = []
  /** @type {{ readonly task: Task, readonly resolve: (done: Done) => void, readonly reject: (error: Error) => void }[]} */
  #waiting = []

  /**
   * @param {URL} script gets a Task as a message, and answers each with one Done
   * @param {readonly string[]} args of each thread
   * @param {number} threads
   */
  constructor(script, args, threads) {
    for (let count = 0; count < threads; count += 1) {
      const thread = new Worker(script, { argv: [...args], resourceLimits: THREAD_LIMITS })
      // Listeners come and go with tasks.
      thread.setMaxListeners(0)
      this.#threads.push(thread)
      this.#idle.push(thread)
    }
  }

  /**
   * @param {Task} task
   * @returns {Promise<Done>} rejected if the thread died over it
   */
  run(task) {
    return this.#enter(task, 'last')
  }

  /**
   * Before all that wait.
   * @param {Task} task
   * @returns {Promise<Done>} rejected if the thread died over it
   */
  runNext(task) {
    return this.#enter(task, 'first')
  }

  async close() {
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
  }

  /**
   * @param {Task} task
   * @param {'first' | 'last'} place among those that wait
   * @returns {Promise<Done>}
   */
  #enter(task, place) {
    return new Promise((resolve, reject) => {
      const waiting = { task, resolve, reject }
      if (place === 'first') this.#waiting.unshift(waiting)
      else this.#waiting.push(waiting)
      this.#next()
    })
  }

  #next() {
    const thread = this.#idle.pop()
    const next = thread === undefined ? undefined : this.#waiting.shift()
    if (thread === undefined) return
    if (next === undefined) {
      this.#idle.push(thread)
      return
    }
    thread.once('error', next.reject)
    thread.once('message', (/** @type {Done} */ done) => {
      thread.off('error', next.reject)
      this.#idle.push(thread)
      next.resolve(done)
      this.#next()
    })
    thread.postMessage(next.task)
  }
}
