import type { Doc } from 'yjs'

const connections: RTCPeerConnection[] = []
let bytes = 0
const reads = new WeakMap<Doc, number>()

globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    connections.push(this)
  }
}
const { send } = RTCDataChannel.prototype
RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: string | Blob | ArrayBuffer | ArrayBufferView) {
  if (ArrayBuffer.isView(data)) bytes += data.byteLength
  Reflect.apply(send, this, [data])
}

let channels = 0
globalThis.BroadcastChannel = class extends BroadcastChannel {
  constructor(name: string) {
    super(name)
    channels += 1
  }
}

/** What the browser has been asked for by whatever runs in this page. */
export const counted = {
  bytesSent: () => bytes,
  channelsToWindows: () => channels,
  connectionsMade: () => connections.length,
  openConnections: () => connections.filter(({ connectionState }) => connectionState !== 'closed').length,
  breakOff: () => connections.forEach((connection) => connection.close()),
  /** How many clients' structs have been read one by one since the last question, as encoding a document does. */
  clientsRead(doc: Doc): number {
    if (!reads.has(doc)) {
      const { clients } = doc.store
      const get = clients.get.bind(clients)
      clients.get = (client) => {
        reads.set(doc, (reads.get(doc) ?? 0) + 1)
        return get(client)
      }
    }
    const count = reads.get(doc) ?? 0
    reads.set(doc, 0)
    return count
  },
}
