/** A moment since the page was loaded, or of the day where it is a date: `14:03:59.120`, to the millisecond, in local time. */
export function clockText(atMillis: number): string {
  const date = new Date(atMillis)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
