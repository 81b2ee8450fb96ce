import { background, reporting } from '../../../../shared/background'
import type { Failure } from '../../../../shared/failure'
import { type CarrierMessage, maxChunk, type Want } from './carrier-messages'
import type { CarrierWindow } from './carrier-window'
import type { Mirror } from '../mirror/mirror'
import type { MirrorFile } from '../mirror/mirror-index'

/** The half of a carrier that gives. */
export interface CarrierSender {
  /** Sends the files of a want as fast as they are taken; false where the former is still being answered. */
  serve(want: Want): boolean
  /** Whether a want is being answered. */
  isServing(): boolean
}

/** Sends what is asked for, chunk by chunk, so that other messages of the stream get in between. */
export function createCarrierSender(o: {
  mirror: Mirror
  window: CarrierWindow
  send(head: CarrierMessage, bytes?: Uint8Array): Promise<void>
  /** A file that was asked for couldn't be read, and wasn't sent. */
  onUnread(file: MirrorFile, failure: Failure): void
}): CarrierSender {
  const { mirror, window, send } = o
  let isServing = false

  async function sendFile({ name, number }: MirrorFile, skipped: number): Promise<void> {
    const bytes = await mirror.read(name)
    if (!bytes) return
    const total = bytes.length
    for (let offset = skipped; offset < total; offset += maxChunk) {
      const chunk = bytes.subarray(offset, offset + maxChunk)
      if (!(await window.take(chunk.length))) return
      await send({ type: 'chunk', name, number, offset, total }, chunk)
    }
  }
  async function answer({ writer, class: fileClass, from, to, resume }: Want): Promise<void> {
    const files = mirror.index.within(writer, fileClass, { from, to })
    const skippedOf = ({ name, number, size }: MirrorFile) =>
      number === from && name === resume?.name && resume.offset < size ? resume.offset : 0
    const bytes = files.reduce((sum, file) => sum + file.size - skippedOf(file), 0)
    await send({ type: 'offer', files: files.length, bytes })
    // A file that the disk can't read just now holds up no other.
    for (const file of files)
      await sendFile(file, skippedOf(file)).catch(reporting((failure) => o.onUnread(file, failure)))
    isServing = false
    await send({ type: 'done' })
  }
  return {
    serve(want) {
      if (isServing) return false
      isServing = true
      background(answer(want))
      return true
    },
    isServing: () => isServing,
  }
}
