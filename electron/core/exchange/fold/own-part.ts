import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { deletionsAlone } from './held-content'

type Struct = Y.Item | Y.GC | Y.Skip

/**
 * What an update says but for the words and deletions of some clients, as updates in causal order. What rests on those words
 * keeps its place beside whatever stands there. The update has been read before.
 */
export function withoutClients(update: Uint8Array, isLeftOut: (client: number) => boolean): Uint8Array[] {
  const { structs, ds } = Y.decodeUpdate(update)
  const clients = new Map<number, Struct[]>()
  for (const struct of structs) {
    const { client } = struct.id
    if (isLeftOut(client)) continue
    const block = clients.get(client)
    if (block) block.push(struct)
    else clients.set(client, [struct])
  }
  const deletions = [...ds.clients].flatMap(([client, ranges]) =>
    isLeftOut(client) ? [] : ranges.map(({ clock, len }) => ({ client, clock, length: len })),
  )
  return [
    ...(clients.size > 0 ? [wordsAlone(clients)] : []),
    ...(deletions.length > 0 ? [deletionsAlone(deletions)] : []),
  ]
}

/** An update of these structs, by client in the order of their clocks, without deletions. */
export function wordsAlone(clients: ReadonlyMap<number, readonly Struct[]>): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const rest = encoder.restEncoder
  encoding.writeVarUint(rest, clients.size)
  for (const [client, structs] of [...clients].toSorted(([a], [b]) => b - a)) {
    encoding.writeVarUint(rest, structs.length)
    encoder.writeClient(client)
    encoding.writeVarUint(rest, structs[0]?.id.clock ?? 0)
    for (const struct of structs) struct.write(encoder, 0)
  }
  // No deletions.
  encoding.writeVarUint(rest, 0)
  return encoder.toUint8Array()
}
