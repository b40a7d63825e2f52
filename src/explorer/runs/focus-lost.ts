/** Whether what had the focus is gone, and whoever uses the keyboard stands nowhere. */
export function focusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}
