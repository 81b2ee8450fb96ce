import * as decoding from 'lib0/decoding'

/** A Yjs struct's name: its client and the clock of its first unit. */
export interface StructId {
  client: number
  clock: number
}

/** What a check must know of a struct; `skip` is a hole that holds nothing. */
export interface ReadStruct extends StructId {
  length: number
  sort: 'item' | 'gc' | 'skip'
  origin: StructId | null
  rightOrigin: StructId | null
  /** A root type's name, the item of a nested type, or null where the neighbours' parent is meant. */
  parent: string | StructId | null
  isType: boolean
  /** Whether it is called deleted, or collected with what it stood in: then nothing of its content is left. */
  isGone: boolean
}

export interface ReadUpdate {
  /** Per client its structs in the order of their clocks, without gaps. */
  blocks: Map<number, ReadStruct[]>
  deletions: (StructId & { length: number })[]
}

/** Thrown for what nests deeper than asked. */
export class TooDeep extends Error {}
/** Thrown for more structs than asked. */
export class TooMany extends Error {}

export interface ReadLimits {
  maxDepth: number
  maxStructs: number
}

/**
 * Reads a Yjs V1 update without building anything of Yjs, so that no count in it makes memory be taken that its bytes
 * don't back. Throws `TooDeep`, `TooMany`, or any error for what Yjs would not read as this does: twice the same
 * client, structs without length, subdocuments, bytes left over.
 */
export function readUpdate(update: Uint8Array, limits: ReadLimits): ReadUpdate {
  const from = decoding.createDecoder(update)
  const blocks = new Map<number, ReadStruct[]>()
  let total = 0
  for (let left = decoding.readVarUint(from); left > 0; left--) {
    const count = decoding.readVarUint(from)
    total += count
    if (total > limits.maxStructs) throw new TooMany()
    const client = readNumber(from)
    insist(count > 0 && 2 * count <= update.length && !blocks.has(client))
    blocks.set(client, readBlock(from, client, count, limits.maxDepth))
  }
  const deletions = readDeletions(from)
  insist(!decoding.hasContent(from))
  return { blocks, deletions }
}

function insist(holds: boolean): void {
  if (!holds) throw new TypeError('not an update that Yjs writes')
}

function readBlock(from: decoding.Decoder, client: number, count: number, maxDepth: number): ReadStruct[] {
  const structs: ReadStruct[] = []
  let clock = readNumber(from)
  for (let at = 0; at < count; at++) {
    const struct = readStruct(from, client, clock, maxDepth)
    clock += struct.length
    insist(struct.length > 0 && Number.isSafeInteger(clock))
    structs.push(struct)
  }
  return structs
}

function readId(from: decoding.Decoder): StructId {
  const client = readNumber(from)
  return { client, clock: readNumber(from) }
}

/**
 * A client id or a clock. lib0 looks at its own bound too late: behind enough bytes of nothing it gives infinity, which it
 * then never finishes to write, or no number at all.
 */
function readNumber(from: decoding.Decoder): number {
  const number = decoding.readVarUint(from)
  insist(Number.isSafeInteger(number))
  return number
}

function readStruct(from: decoding.Decoder, client: number, clock: number, maxDepth: number): ReadStruct {
  const info = decoding.readUint8(from)
  const content = info & 31
  if (content === 0 || content === 10) {
    insist(info === content)
    const length = decoding.readVarUint(from)
    const sort = content === 0 ? 'gc' : 'skip'
    const nowhere = { origin: null, rightOrigin: null, parent: null }
    return { client, clock, length, sort, ...nowhere, isType: false, isGone: content === 0 }
  }
  const origin = info & 128 ? readId(from) : null
  const rightOrigin = info & 64 ? readId(from) : null
  let parent: string | StructId | null = null
  if (!origin && !rightOrigin) {
    parent = decoding.readVarUint(from) === 1 ? decoding.readVarString(from) : readId(from)
    if (info & 32) decoding.readVarString(from)
  }
  const length = readContent(from, content, maxDepth)
  const [isType, isGone] = [content === 7, content === 1]
  return { client, clock, length, sort: 'item', origin, rightOrigin, parent, isType, isGone }
}

/** How many units of clock the content takes. */
function readContent(from: decoding.Decoder, content: number, maxDepth: number): number {
  switch (content) {
    case 1:
      return decoding.readVarUint(from)
    case 2:
      return repeat(from, (text) => text === 'undefined' || checkJson(text, maxDepth))
    case 3:
      decoding.readVarUint8Array(from)
      return 1
    case 4:
      return skipText(from)
    case 5:
      checkJson(decoding.readVarString(from), maxDepth)
      return 1
    case 6:
      decoding.readVarString(from)
      checkJson(decoding.readVarString(from), maxDepth)
      return 1
    case 7:
      skipType(from)
      return 1
    case 8: {
      const length = decoding.readVarUint(from)
      for (let at = 0; at < length; at++) skipAny(from, maxDepth)
      return length
    }
    default:
      throw new TypeError('not content that a journal holds')
  }
}

/** How many UTF-16 units a text has. Most are ASCII, which needn't be decoded to be counted. */
function skipText(from: decoding.Decoder): number {
  const { arr, pos: begin } = from
  const size = decoding.readVarUint(from)
  const end = from.pos + size
  insist(end <= arr.length)
  for (let at = from.pos; at < end; at++) {
    if ((arr[at] ?? 0) < 0x80) continue
    from.pos = begin
    return decoding.readVarString(from).length
  }
  from.pos = end
  return size
}

function repeat(from: decoding.Decoder, check: (text: string) => unknown): number {
  const length = decoding.readVarUint(from)
  for (let at = 0; at < length; at++) check(decoding.readVarString(from))
  return length
}

/** A nested type: array, map, text, element, fragment, hook or text of a fragment; an element and a hook have a name. */
function skipType(from: decoding.Decoder): void {
  const type = decoding.readVarUint(from)
  insist(type <= 6)
  if (type === 3 || type === 5) decoding.readVarString(from)
}

function checkJson(text: string, maxDepth: number): void {
  const visit = (value: unknown, left: number): void => {
    if (typeof value !== 'object' || value === null) return
    if (left === 0) throw new TooDeep()
    for (const inner of Object.values(value)) visit(inner, left - 1)
  }
  visit(JSON.parse(text), maxDepth)
}

/** One value in lib0's `any` encoding. */
function skipAny(from: decoding.Decoder, left: number): void {
  const kind = decoding.readUint8(from)
  if (kind !== 118 && kind !== 117) {
    from.pos--
    decoding.readAny(from)
    return
  }
  if (left === 0) throw new TooDeep()
  for (let count = decoding.readVarUint(from); count > 0; count--) {
    if (kind === 118) decoding.readVarString(from)
    skipAny(from, left - 1)
  }
}

function readDeletions(from: decoding.Decoder): ReadUpdate['deletions'] {
  const deletions: ReadUpdate['deletions'] = []
  for (let left = decoding.readVarUint(from); left > 0; left--) {
    const client = readNumber(from)
    for (let count = decoding.readVarUint(from); count > 0; count--) {
      const clock = readNumber(from)
      const length = readNumber(from)
      insist(length > 0 && Number.isSafeInteger(clock + length))
      deletions.push({ client, clock, length })
    }
  }
  return deletions
}
