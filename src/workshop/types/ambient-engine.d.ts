/**
 * The only things beyond ECMAScript that the pure floors may use: text to UTF-8 and back, bytes to base64 and back.
 * Browsers, workers and Node all have them, and all are deterministic.
 */

interface TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
  encodeInto(text: string, target: Uint8Array): { readonly read: number; readonly written: number }
}

declare var TextEncoder: { new (): TextEncoder }

interface TextDecoder {
  decode(bytes?: ArrayBuffer | ArrayBufferView): string
}

declare var TextDecoder: {
  new (label?: 'utf-8', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean }): TextDecoder
}

/** To and from base64, a character for each byte. */
declare function btoa(bytes: string): string
declare function atob(base64: string): string
