/** What JSON can say, and no more. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [field: string]: JsonValue
}
