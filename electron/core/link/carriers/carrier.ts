import { background, bestEffort, reporting } from '../../../../shared/background'
import type { Failure } from '../../../../shared/failure'
import type { LinkKeys, LinkNews } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'
import type { InTurn } from '../../vault/in-turn'
import { createCarrierAnnouncer } from './carrier-announcer'
import { type CarrierMessage, readCarrierMessage, writeCarrierMessage } from './carrier-messages'
import { createCarrierReceiver } from './carrier-receiver'
import { createCarrierSender } from './carrier-sender'
import { createCarrierWants } from './carrier-wants'
import { createCarrierWatch } from './carrier-watch'
import { createCarrierWindow } from './carrier-window'
import type { Mirror } from '../mirror/mirror'
import type { MirrorFile } from '../mirror/mirror-index'
import type { AuthenticatedStream } from '../streams/streams'

/** How many bytes may wait to be worked on: three windows, the small messages beside the files included. */
const maxQueued = 3 * 1024 * 1024
/** After how long a file that couldn't be read to be sent is announced again, in milliseconds. */
export const announceAgainMs = 5000

/** Carries files between this mirror and the partner's, over one stream. */
export interface Carrier {
  heard(bytes: Uint8Array): void
  /** This file has come into the mirror by another way. */
  announce(file: MirrorFile): void
  /** The stream has ended; resolves once what came of it is put away. */
  ended(): Promise<void>
}

interface CarrierTools {
  readonly mirror: Mirror
  /** Asked anew each time: a device may get another writer meanwhile. */
  keys(): Pick<LinkKeys, 'devices' | 'own'>
  readonly stream: Pick<AuthenticatedStream, 'send' | 'destroy'>
  readonly clock: Clock
  /** The turns of all carriers of this mirror, so that one ends before the next asks. */
  readonly inTurn: InTurn
  tell(news: LinkNews): void
}

/** Starts a carrier: says what is here, asks for what isn't. A partner's carrier that misbehaves loses its stream. */
export function createCarrier(tools: CarrierTools): Carrier {
  const { mirror, inTurn } = tools
  let [hasLied, isOver, queued] = [false, false, 0]
  // A stream that is gone tells so itself; what was still to be said on it is of no use.
  const send = (head: CarrierMessage, bytes?: Uint8Array) =>
    isOver ? Promise.resolve() : bestEffort(tools.stream.send('carrier', writeCarrierMessage(head, bytes)))
  const window = createCarrierWindow()
  const announcer = createCarrierAnnouncer({ ...tools, send })
  const hear = createHearing(tools, createCarrierSender({ mirror, window, send, onUnread }), send)

  /** What couldn't be read now is announced once more, and will be asked for again. */
  function onUnread(file: MirrorFile, failure: Failure): void {
    tools.tell({ type: 'failed', failure })
    tools.clock.after(announceAgainMs, () => isOver || announcer.announce(file))
  }
  const end = () => {
    isOver = true
    window.end()
    announcer.end()
  }
  const giveUp = () => {
    hasLied = true
    stop(null)
  }
  /** The disk's failure is told; whatever else went wrong here costs this stream and no more. */
  const stop = (failure: Failure | null) => {
    if (failure && failure.code !== 'bug') tools.tell({ type: 'failed', failure })
    end()
    tools.stream.destroy()
  }
  for (const chain of mirror.index.chains()) announcer.announce(chain)
  return {
    heard(bytes) {
      if (hasLied) return
      const said = readCarrierMessage(bytes)
      queued += bytes.length
      if (!said || queued > maxQueued) return giveUp()
      // Credit doesn't wait for the partner's files to be written here.
      if (said.head.type === 'credit') window.giveBack(said.head.bytes)
      const heard = inTurn(async () => {
        if (!hasLied && !(await hear.message(said.head, said.bytes))) giveUp()
        queued -= bytes.length
      })
      background(heard.catch(reporting(stop)))
    },
    announce: (file) => announcer.announce(file),
    ended() {
      end()
      return inTurn(() => hear.end(hasLied))
    },
  }
}

/** Does what each message asks for; false for one that no honest carrier says then. */
function createHearing(
  tools: CarrierTools,
  sender: ReturnType<typeof createCarrierSender>,
  send: (head: CarrierMessage) => Promise<void>,
) {
  const wants = createCarrierWants(tools.mirror)
  const watch = createCarrierWatch({ ...tools, wants })
  const receiver = createCarrierReceiver({ ...tools, wants, send, onTorn: watch.torn })
  const thenAsk = async (isFit: boolean) => {
    if (isFit) await receiver.ask()
    return isFit
  }
  return {
    async message(head: CarrierMessage, bytes: Uint8Array): Promise<boolean> {
      switch (head.type) {
        case 'have':
          return thenAsk(watch.haves(head.haves))
        case 'offer':
          return receiver.offer(head)
        case 'chunk':
          return receiver.chunk(head, bytes)
        case 'done':
          return thenAsk(receiver.done())
        case 'want':
          return sender.serve(head)
        case 'credit':
          return true
      }
    },
    end: receiver.end,
  }
}
