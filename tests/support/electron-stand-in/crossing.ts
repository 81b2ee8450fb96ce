import { DefaultSerializer, Deserializer, Serializer } from 'node:v8'

/**
 * A message as V8's serializer writes it for Electron (shell/common/v8_util.cc): of a view it writes the whole buffer.
 * Where that is more than the view shows Electron would send what lies beside it, without a word; here it is refused.
 */
export function pack(message: unknown): Uint8Array {
  new PartialViewCheck().writeValue(message)
  const serializer = new Serializer()
  serializer.writeHeader()
  serializer.writeValue(message)
  return serializer.releaseBuffer()
}

/** What arrives of it in the other process. */
export function unpack(bytes: Uint8Array): unknown {
  const deserializer = new Deserializer(bytes)
  deserializer.readHeader()
  return deserializer.readValue()
}

/** What arrives of a message where both processes are this one. */
export const crossed = (message: unknown): unknown => unpack(pack(message))

/** Looks at every view in a value, wherever it is. */
class PartialViewCheck extends DefaultSerializer {
  /** Called by V8 for each of them. */
  _writeHostObject({ byteLength, buffer }: NodeJS.ArrayBufferView): void {
    if (byteLength === buffer.byteLength) return
    throw new Error(`Electron would send all ${buffer.byteLength} bytes behind a view of ${byteLength}`)
  }
}
