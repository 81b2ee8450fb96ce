import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { LiveSession } from '../../shared/partner'
import type { Accept } from './framed-peer'
import { sessionOfClient } from '../../shared/mark-clients'
import { certifiedClaims } from './partner-claims'

/** The messages of y-webrtc 10.3, and of y-protocols 1.0 within the first. */
const message = { sync: 0, awareness: 1, queryAwareness: 3 } as const
const sync = { step1: 0, step2: 1, update: 2 } as const

export interface LiveGuardParts {
  readonly doc: Y.Doc
  readonly partner: LiveSession['partner']
  /** This window's number in what is said about where the two are. */
  readonly self: number
  /** The sessions that write on this device: 48 bits each (`shared/mark-clients.ts`). */
  sessions(): Iterable<number>
}

/** What is known of one connection by what has come through it. */
export interface LiveGuard {
  accept: Accept
  /** True once everything that the other side had when it connected is here. */
  isInStep(): boolean
  /** The message that asks the other side for everything missing here. */
  request(): Uint8Array
}

/**
 * Lets in what a window of the partner has to say, and nothing else: updates of the document, and claims about where
 * the partner is, certified. Throws for anything else, and for words under client ids of this device's sessions. Updates
 * are passed as they are: the vault process checks them before they reach the disk.
 */
export function createLiveGuard({ doc, partner, self, sessions }: LiveGuardParts): LiveGuard {
  let theirs: Map<number, number> | null = null
  let isAnswered = false
  let wasInStep = false

  function readSync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    if (kind === sync.step1) theirs = Y.decodeStateVector(decoding.readVarUint8Array(decoder))
    else if (kind === sync.step2 || kind === sync.update) {
      // What is said here was here before anybody else could hear it.
      if (hasWordsOf(decoding.readVarUint8Array(decoder), sessions()))
        throw new Error("words under this window's own client ids")
      isAnswered ||= kind === sync.step2
    } else throw new Error('an unknown message of the sync protocol')
  }

  return {
    accept(bytes) {
      const decoder = decoding.createDecoder(bytes)
      switch (decoding.readVarUint(decoder)) {
        case message.sync:
          readSync(decoder)
          return bytes
        case message.awareness: {
          const claims = certifiedClaims(decoding.readVarUint8Array(decoder), { partner, self })
          const encoder = encoding.createEncoder()
          encoding.writeVarUint(encoder, message.awareness)
          encoding.writeVarUint8Array(encoder, claims)
          return encoding.toUint8Array(encoder)
        }
        case message.queryAwareness:
          return bytes
        default:
          throw new Error('an unknown message')
      }
    },
    isInStep() {
      // y-webrtc says `synced` at any step 2, whatever it held and whether or not it could be applied (y-webrtc.js:77).
      if (wasInStep) return true
      if (!isAnswered || !theirs || doc.store.pendingStructs) return false
      wasInStep = [...theirs].every(([client, clock]) => Y.getState(doc.store, client) >= clock)
      return wasInStep
    },
    request() {
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, message.sync)
      encoding.writeVarUint(encoder, sync.step1)
      encoding.writeVarUint8Array(encoder, Y.encodeStateVector(doc))
      return encoding.toUint8Array(encoder)
    },
  }
}

/** Whether an update holds structs under client ids of one of these sessions. Most don't name them, and aren't read. */
function hasWordsOf(update: Uint8Array, sessions: Iterable<number>): boolean {
  const named = new Set([...sessions].filter((session) => includes(update, beginningOf(session))))
  if (named.size === 0) return false
  return [...Y.parseUpdateMeta(update).to.keys()].some((client) => named.has(sessionOfClient(client) ?? -1))
}

/** The bytes with which each client id of a session begins in an update: 7 bits a byte, the low ones first (lib0). */
const beginningOf = (session: number) =>
  Uint8Array.from({ length: 6 }, (_, at) => (Math.floor(session / 2 ** (7 * at)) % 128) + 128)

function includes(bytes: Uint8Array, part: Uint8Array): boolean {
  const [first = 0] = part
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1))
    if (part.every((byte, index) => bytes[at + index] === byte)) return true
  return false
}
