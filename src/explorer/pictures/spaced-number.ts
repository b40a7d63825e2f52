const grouped = new Intl.NumberFormat('en')

/** A whole number as the page writes it: groups of three parted by a narrow space. */
export function spaced(number: number): string {
  return grouped.format(number).replaceAll(',', '\u202f')
}
