import { z } from 'zod'
import { writerId } from '../../electron/core/exchange/format/writer-id'
import type { LinkNews, LinkOrder } from '../../electron/core/protocol/link-protocol'
import type { FromVault, ToVault } from '../../electron/core/protocol/vault-protocol'
import { type Call, type Contract, contract, type Signal } from '../../shared/contract'

/** What lies around the bytes of every message here; it may arrive nowhere. */
export const neighbour = 'kingfisher'

/** Bytes as Node's pool gives them: a view of a few, in a buffer that is full of somebody else's. */
export function pooled(...content: number[]): Uint8Array {
  const pool = new Uint8Array(Buffer.alloc(4096, neighbour))
  pool.set(content, 1000)
  return pool.subarray(1000, 1000 + content.length)
}

/** Every byte array in a message, wherever it is. */
export function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value]
  if (typeof value !== 'object' || value === null) return []
  return [...(value instanceof Map ? value.values() : Object.values(value))].flatMap(bytesIn)
}

/** The content of those, and whether anything of a neighbour has come with them. */
export function arrivedIn(message: unknown): { content: number[][]; neighbour: boolean } {
  const found = bytesIn(message)
  return {
    content: found.map((bytes) => [...bytes]),
    neighbour: found.some(({ buffer }) => Buffer.from(buffer).includes(neighbour)),
  }
}

/** Some of each kind: the type says so, for the kinds of today and of tomorrow. */
type SomeOfEach<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: readonly Extract<Message, { type: Type }>[]
}

function allOf<Message extends { readonly type: string }>(each: SomeOfEach<Message>): readonly Message[] {
  const kinds = Object.values<readonly Message[]>(each)
  if (kinds.some(({ length }) => length === 0)) throw new Error('one of each kind at least is due')
  return kinds.flat()
}

const writer = writerId.parse('a1'.repeat(24))
const failure = { code: 'disk-full' } as const

const news = allOf<LinkNews>({
  kept: [{ type: 'kept', id: 1, failure }],
  arrived: [
    {
      type: 'arrived',
      names: ['one', 'two'],
      small: new Map([
        ['one', pooled(1, 2)],
        ['two', pooled(3)],
      ]),
    },
  ],
  control: [{ type: 'control', bytes: pooled(4, 5) }],
  'pairing-linked': [
    { type: 'pairing-linked', handshakeHash: pooled(6), remoteNoiseKey: pooled(7), payload: pooled(8) },
  ],
  'pairing-ended': [{ type: 'pairing-ended', failure }],
  linked: [{ type: 'linked', handshakeHash: pooled(9) }],
  unlinked: [{ type: 'unlinked' }],
  state: [{ type: 'state', state: 'connected' }],
  fault: [{ type: 'fault', fault: 'refused' }],
  listening: [{ type: 'listening', port: 1, addresses: ['127.0.0.1:1'] }],
  'not-listening': [{ type: 'not-listening' }],
  'partner-addresses': [{ type: 'partner-addresses', addresses: [] }],
  incoming: [{ type: 'incoming', incoming: { verified: 1, announced: 2 } }],
  'second-taker': [{ type: 'second-taker' }],
  failed: [{ type: 'failed', failure }],
  'own-ahead': [{ type: 'own-ahead', writer, number: 1 }],
  fork: [{ type: 'fork', writer, number: 1 }],
})

const reach = { noise: { publicKey: pooled(10), secretKey: pooled(11) }, port: 0, listen: true, paired: null }
const orders = allOf<LinkOrder>({
  mirror: [
    {
      type: 'mirror',
      keys: {
        folder: 'mirror',
        epoch: 1,
        epochId: pooled(12),
        carrierKey: pooled(13),
        devices: { aa: pooled(14), bb: pooled(15) },
        own: [writer],
      },
    },
  ],
  reach: [
    {
      type: 'reach',
      reach: { ...reach, pairing: { role: 'inviter', psk: pooled(16), prologue: pooled(17), status: 'open' } },
    },
    {
      type: 'reach',
      reach: {
        ...reach,
        pairing: { role: 'joiner', psk: pooled(18), prologue: pooled(19), payload: pooled(20), addresses: [] },
        paired: {
          epochId: pooled(21),
          psk: pooled(22),
          partnerNoiseKeys: [pooled(23), pooled(24)],
          addresses: [],
          connect: true,
        },
      },
    },
  ],
  keep: [{ type: 'keep', id: 1, name: 'one', bytes: pooled(25, 26, 27) }],
  drop: [{ type: 'drop', names: ['one'] }],
  control: [{ type: 'control', bytes: pooled(28) }],
  'end-pairing': [{ type: 'end-pairing' }],
})

/** A value that has something everywhere the schema says, bytes above all; of texts and numbers no rule is kept. */
function sampleOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, each]) => [key, sampleOf(each)]),
    )
  if (schema instanceof z.ZodArray)
    return [sampleOf(schema.element as z.ZodType), sampleOf(schema.element as z.ZodType)]
  if (schema instanceof z.ZodTuple) return schema.def.items.map((each) => sampleOf(each as z.ZodType))
  if (schema instanceof z.ZodUnion) return sampleOf(schema.options.at(-1) as z.ZodType)
  if (schema instanceof z.ZodPipe) return sampleOf(schema.in as z.ZodType)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return sampleOf(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodCustom) return schema.safeParse(pooled(1)).success ? pooled(31, 32) : failure
  if (schema instanceof z.ZodEnum) return schema.options[0]
  if (schema instanceof z.ZodLiteral) return schema.value
  const simple = { string: 'text', number: 1, boolean: true, void: undefined }
  const { type } = schema.def
  if (type in simple) return simple[type as keyof typeof simple]
  throw new Error(`no sample of ${type}`)
}

const members = Object.entries(contract as Contract).flatMap(([group, of]) =>
  Object.entries(of).map(([name, member]) => ({ name: `${group}.${name}`, member })),
)

/** Every call of the contract, with what it is asked and answered. */
export const everyCall = members
  .filter((each): each is { name: string; member: Call } => each.member.type === 'call')
  .map(({ name, member: { input, output, direct } }) => ({
    name,
    isDirect: direct,
    input: sampleOf(input),
    output: sampleOf(output),
  }))

/** Every signal of the contract. */
export const everySignal = members
  .filter((each): each is { name: string; member: Signal } => each.member.type === 'signal')
  .map(({ name, member: { payload } }) => ({ name, payload: sampleOf(payload) }))

/** Every message of a host to its vault process; the last one ends it. */
export const everyToVault = allOf<ToVault>({
  call: everyCall.map(({ name, input }, at) => ({ type: 'call', id: at + 1, name, input })),
  flush: [{ type: 'flush' }],
  news: news.map((each) => ({ type: 'news', news: each })),
  close: [{ type: 'close' }],
})

/** Every message of a vault process to its host. */
export const everyFromVault = allOf<FromVault>({
  reply: everyCall.map(({ output }, at) => ({
    type: 'reply',
    id: at + 1,
    reply: { ok: true, value: output },
  })),
  signal: everySignal.map((each) => ({ type: 'signal', ...each })),
  opened: [{ type: 'opened', idleMinutes: 5 }],
  'not-closed': [{ type: 'not-closed', failure }],
  order: orders.map((order) => ({ type: 'order', order })),
})
