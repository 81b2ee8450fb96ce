/**
 * The message as it may leave a process: where a byte array shows only part of its buffer, a copy of that part stands in
 * its place. V8's serializer, and with it every message of Electron, sends the whole buffer behind a view, and around
 * twelve bytes of Node's pool may lie another secret. What is exact already is handed on as it is, so that a large update
 * isn't copied. Throws a TypeError for anything but the plain objects, arrays, maps, byte arrays and primitives that our
 * messages are made of: whatever else there is might hide a buffer.
 */
export function exactBuffers<Message>(message: Message): Message {
  return exact(message) as Message
}

function exact(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return isWhole(value) ? value : new Uint8Array(value)
  if (Array.isArray(value)) return exactArray(value)
  if (value instanceof Map) return exactMap(value)
  if (isPlain(value)) return exactRecord(value)
  throw new TypeError('a message of plain objects, arrays, maps and byte arrays is due')
}

const isWhole = ({ byteLength, buffer }: Uint8Array) => byteLength === buffer.byteLength

/** An object literal, of this world or of the other one of a page. */
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
