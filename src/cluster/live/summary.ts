import type { Command, WriteOperation } from '../../aerodb/command.ts'

const OPERATIONS_NAMED = 3

/** A request in a few words, for the event log. */
export function summaryOf(command: Command): string {
  switch (command.kind) {
    case 'write':
      return writeSummary(command.operations)
    case 'read': {
      const { collection, id, at } = command
      const where = at.kind === 'newest' ? '' : at.kind === 'commit' ? ` at commit ${at.commitId}` : ` through view ${at.view}`
      return `read ${collection}:${id}${where}`
    }
    case 'openReadView':
      return command.at === null ? 'open a read view' : `open a read view at commit ${command.at}`
    case 'closeReadView':
      return `close read view ${command.view}`
    case 'resume':
      return 'resume'
    case 'bootstrap':
      return command.unproven === 'discard' ? 'bootstrap, discarding what is unproven' : 'bootstrap'
  }
}

function writeSummary(operations: readonly WriteOperation[]): string {
  const named = operations.slice(0, OPERATIONS_NAMED).map((operation) => {
    const id = operation.op === 'put' ? operation.document._id : operation.id
    return `${operation.op} ${operation.collection}:${typeof id === 'string' ? id : '?'}`
  })
  const more = operations.length - named.length
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
}
