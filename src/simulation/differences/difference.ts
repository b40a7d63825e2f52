/** The fields of something that hold data: what a class can do is left out. */
export type DataField<Whole> = {
  [Field in keyof Whole]: Whole[Field] extends (...facts: never[]) => unknown ? never : Field
}[keyof Whole]

/** It is no part of the digest, since it can't matter: `because` says why, and a test bears it out. */
export interface LeftOut {
  readonly kind: 'leftOut'
  readonly because: string
}

/** It is computed from other fields whenever it is asked for. */
export interface Derived<Whole> {
  readonly kind: 'derived'
  readonly from: readonly DataField<Whole>[]
}

/** Another value for this field alone. */
export interface Differs<Value> {
  readonly kind: 'differs'
  readonly other: (own: Value) => Value
}

/** For every field of a value that is digested part by part: another value, or why there is none. A new field without a case does not compile. */
export type Parts<Whole> = { readonly [Field in keyof Whole]-?: Differs<Whole[Field]> | LeftOut }

export function leftOut(because: string): LeftOut {
  return { kind: 'leftOut', because }
}

export function differs<Value>(other: (own: Value) => Value): Differs<Value> {
  return { kind: 'differs', other }
}

/** The value with one field changed, for each field that differs. */
export function variants<Whole extends object>(own: Whole, parts: Parts<Whole>): readonly (readonly [field: string, Whole])[] {
  return fieldsOf(parts).flatMap((field) => {
    const part = parts[field]
    return part.kind === 'leftOut' ? [] : [[String(field), { ...own, [field]: part.other(own[field]) }] as const]
  })
}

export function fieldsOf<Whole extends object>(whole: Whole): readonly (keyof Whole)[] {
  return Object.keys(whole).filter((field): field is Extract<keyof Whole, string> => field in whole)
}

/** A part that the moment was chosen for. */
export function there<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('the part is not there at this moment')
  return value
}
