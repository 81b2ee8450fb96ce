import { background, bestEffort, reporting } from '../../../../shared/background'
import type { Failure } from '../../../../shared/failure'
import type { Clock } from '../../ports'
import type { LinkKeys, LinkNews } from '../../protocol/link-protocol'
import type { InTurn } from '../../vault/in-turn'
import type { Mirror } from '../mirror/mirror'
import type { MirrorFile } from '../mirror/mirror-index'
import type { Session } from '../streams/session'
import type { EndReason } from '../streams/session-messages'
import type { CarriedFiles } from './carried-files'
import { createCarrierAnnouncer } from './carrier-announcer'
import { type CarrierMessage, readCarrierMessage, writeCarrierMessage } from './carrier-messages'
import { createCarrierReceiver } from './carrier-receiver'
import { type CarrierSender, createCarrierSender } from './carrier-sender'
import { createCarrierWants } from './carrier-wants'
import { createCarrierWatch } from './carrier-watch'
import { createCarrierWindow } from './carrier-window'
import type { Carrier } from './carriers'

/** How many bytes may wait to be worked on: three windows, the small messages beside the files included. */
const maxQueued = 3 * 1024 * 1024
/** After how long a file that couldn't be read to be sent is announced again, in milliseconds. */
export const announceAgainMs = 5000

/** Carries files between this mirror and the partner's, over one stream. */
export interface StreamCarrier extends Carrier {
  /** A message of the partner's carrier. */
  heard(bytes: Uint8Array): void
}

interface StreamCarrierTools {
  readonly mirror: Mirror
  /** Where what comes in goes. */
  readonly files: CarriedFiles
  /** Asked anew each time: a device may get another writer meanwhile. */
  keys(): Pick<LinkKeys, 'devices' | 'own'>
  readonly stream: Pick<Session, 'can' | 'send' | 'fail' | 'close'>
  readonly clock: Clock
  /** The turns of all carriers of this mirror, so that one ends before the next asks. */
  readonly inTurn: InTurn
  tell(news: LinkNews): void
}

/** Starts a carrier: says what is here, asks for what isn't. A partner's carrier that misbehaves loses its stream. */
export function createStreamCarrier(tools: StreamCarrierTools): StreamCarrier {
  const { mirror, inTurn, stream } = tools
  let [hasFailed, hasLied, isOver, queued] = [false, false, false, 0]
  // A stream that is gone tells so itself; what was still to be said on it is of no use.
  const send = (head: CarrierMessage, bytes?: Uint8Array) =>
    isOver ? Promise.resolve() : bestEffort(stream.send('carrier', writeCarrierMessage(head, bytes)))
  const window = createCarrierWindow()
  const sender = createCarrierSender({ mirror, window, send, onUnread })
  // While others are on their way a new file comes after them, by being asked for.
  const mayCarry = (bytes: number) => stream.can('have-file') && !sender.isServing() && window.takeNow(bytes)
  const announcer = createCarrierAnnouncer({ ...tools, send, mayCarry })
  const hear = createHearing(tools, sender, send)

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
  const giveUp = (reason: EndReason) => {
    if (hasFailed) return
    hasFailed = true
    hasLied = reason !== 'failed'
    end()
    stream.fail(reason)
  }
  /** The disk's failure is told; whatever else went wrong here costs this stream and no more. */
  const stop = (failure: Failure) => {
    if (failure.code !== 'bug') tools.tell({ type: 'failed', failure })
    giveUp('failed')
  }
  for (const chain of mirror.index.chains()) announcer.announce(chain)
  return {
    heard(bytes) {
      if (isOver) return
      const said = readCarrierMessage(bytes)
      if (said === 'unknown') return
      queued += bytes.length
      if (!said) return giveUp('malformed')
      if (queued > maxQueued) return giveUp('flood')
      // Credit doesn't wait for the partner's files to be written here.
      if (said.head.type === 'credit') window.giveBack(said.head.bytes)
      const heard = inTurn(async () => {
        const reason = hasFailed ? null : await hear.message(said.head, said.bytes)
        if (reason) giveUp(reason)
        queued -= bytes.length
      })
      background(heard.catch(reporting(stop)))
    },
    added: announcer.added,
    close() {
      end()
      stream.close()
      return inTurn(() => hear.end(hasLied))
    },
  }
}

/** Does what each message asks for; gives the reason for which the stream has to end, or null. */
function createHearing(
  tools: StreamCarrierTools,
  sender: CarrierSender,
  send: (head: CarrierMessage) => Promise<void>,
) {
  const wants = createCarrierWants(tools.mirror)
  const watch = createCarrierWatch({ ...tools, wants })
  const receiver = createCarrierReceiver({ ...tools, wants, send })
  const orAsk = async (reason: EndReason | null) => {
    if (!reason) await receiver.ask()
    return reason
  }
  return {
    async message(head: CarrierMessage, bytes: Uint8Array): Promise<EndReason | null> {
      switch (head.type) {
        case 'have': {
          const { haves, file } = head
          const [have] = haves
          const reason = watch.haves(haves)
          return orAsk(reason ?? (have && file !== undefined ? await receiver.haveFile(have, file, bytes) : null))
        }
        case 'offer':
          return receiver.offer(head)
        case 'chunk':
          return receiver.chunk(head, bytes)
        case 'done':
          return orAsk(receiver.done())
        case 'want':
          return sender.serve(head) ? null : 'unexpected'
        case 'credit':
          return null
      }
    },
    end: receiver.end,
  }
}
