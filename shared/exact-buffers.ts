/**
 * The message as it may leave a process: where a byte array shows only part of its buffer, a copy of that part stands in
 * its place. V8's serializer, and with it every message of Electron, sends the whole buffer behind a view, and around
 * twelve bytes of Node's pool may lie another secret. What is exact already is handed on as it is, so that a large update
 * isn't copied. Throws a TypeError for any object but the plain ones, arrays, maps and byte arrays that our messages are
 * made of: another might hide a buffer.
 */
export function exactBuffers<Message>(message: Message): Message {
  return exact(message) as Message
}

function exact(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return exactArray(value)
  if (isPlain(value)) return exactRecord(value)
  if (isBytes(value)) return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value)
  if (isMap(value)) return exactMap(value)
  throw new TypeError('a message of plain objects, arrays, maps and byte arrays is due')
}

// What comes to a preload out of its page may be of the page's world, whose classes are others.
const tagOf = (value: object): string => Object.prototype.toString.call(value)
const isBytes = (value: object): value is Uint8Array =>
  ArrayBuffer.isView(value) && tagOf(value) === '[object Uint8Array]'
const isMap = (value: object): value is ReadonlyMap<unknown, unknown> => tagOf(value) === '[object Map]'

/** An object literal, of whichever world. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function exactArray(items: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | null = null
  for (const [at, item] of items.entries()) {
    const each = exact(item)
    if (!Object.is(each, item)) (copy ??= [...items])[at] = each
  }
  return copy ?? items
}

function exactMap(map: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown> {
  const entries = [...map]
  const exactEntries = exactArray(entries)
  return exactEntries === entries ? map : new Map(exactEntries as typeof entries)
}

function exactRecord(record: Record<string, unknown>): Record<string, unknown> {
  let copy: Record<string, unknown> | null = null
  for (const key of Object.keys(record)) {
    const item = record[key]
    // Of a list of thousands of rows most is text.
    if (typeof item !== 'object') continue
    const each = exact(item)
    if (each !== item) (copy ??= { ...record })[key] = each
  }
  return copy ?? record
}
