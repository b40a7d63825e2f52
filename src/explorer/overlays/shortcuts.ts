/** What the keyboard does anywhere on the page. Within a picture, arrow keys move from one thing to the next. */
export const SHORTCUTS = [
  { keys: 'Ctrl K  ⌘ K', says: 'Search or run a command: everything that can be done is there' },
  { keys: 'Alt 1 … Alt 9', says: 'Select the first to the ninth node' },
  { keys: 'Alt E', says: 'Show or hide the event log' },
  { keys: 'Alt R', says: 'Show or hide the runs: verify, export, import, branch' },
  { keys: 'Alt X', says: 'Show or hide the exhaustive search and the rule table' },
  { keys: 'Alt S', says: 'Show or hide the specs' },
  { keys: 'Escape', says: 'Close what the focus is in; else clear the selection; else close what lies beside' },
  { keys: '?', says: 'This list' },
] as const
