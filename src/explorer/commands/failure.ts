/** What a person is told of a command that was impossible: the stable code, the rule where one is at stake, and a sentence. */
export interface FailureReport {
  readonly code: string | null
  readonly rule: string | null
  readonly message: string
}

function textField(value: object, field: string): string | null {
  const found: unknown = Reflect.get(value, field)
  return typeof found === 'string' && found !== '' ? found : null
}

/** Reads an `AeroFailure`, or whatever else was thrown. A message that begins with its code does not say it twice. */
export function reportOf(thrown: unknown): FailureReport {
  if (typeof thrown !== 'object' || thrown === null) return { code: null, rule: null, message: String(thrown) }
  const code = textField(thrown, 'code')
  const message = textField(thrown, 'message') ?? 'Something that has no message was thrown.'
  return {
    code,
    rule: textField(thrown, 'rule'),
    message: code !== null && message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message,
  }
}
