// Sets the theme before the first paint, so that the page never flashes in the other one.
// A choice that a person made wins over the system's.
;(() => {
  const systemTheme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
  let chosen = null
  try {
    chosen = localStorage.getItem('aerodb.theme')
  } catch {
    // Storage is blocked: the system's theme it is.
  }
  document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : systemTheme
})()
