/** A message that an engine or a host made, as a sentence: with a capital, and a full stop. */
export function asSentence(message: string): string {
  const text = message.trim()
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
