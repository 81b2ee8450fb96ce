import * as Y from 'yjs'
import { isSameDocument } from '../../electron/core/exchange/fold/document-content'
import { AppError } from '../../shared/failure'
import { newSessionClient } from '../../shared/mark-clients'
import type { TwofoldApi } from '../../renderer/lib/api'
import type { ConnectionStore } from '../../renderer/lib/connection'

type SharedApi = Pick<TwofoldApi['shared'], 'fill' | 'begin' | 'push' | 'onUpdated'>

/** The vault process's side of the shared journal, over a real document; the link to it can be cut and held up. */
export interface SharedVault {
  readonly doc: Y.Doc
  readonly api: { shared: SharedApi }
  /** The socket as the window sees it. */
  readonly connection: ConnectionStore
  /** What the window has pushed, in order. */
  readonly pushed: { update: Uint8Array; origin: 'own' | 'live' }[]
  /** The client ids of letters that it has given, in order. */
  readonly begun: readonly number[]
  /** How many times the window has asked to be filled. */
  fills(): number
  /** A change that comes from the partner's files. */
  receive(change: (doc: Y.Doc) => void): void
  /** While cut, every call fails with `host-unreachable` and no signal gets through. */
  cut(isCut: boolean): void
  /** From now on calls wait, until the returned function lets them through. */
  hold(): () => void
  /** The next push is refused with this failure. */
  refuseNext(error: AppError): void
}

export interface SharedVaultOptions {
  /** How a fill is cut: the slices of each call, of which the last is the end. */
  slices?: (missing: Uint8Array, call: number) => { slices: Uint8Array[]; done: boolean }
  /** The journal takes no change. */
  isReadOnly?: boolean
}

/** Makes such a vault. Answers come in tasks of their own, as over a socket. */
export function createSharedVault({ slices = whole, isReadOnly = false }: SharedVaultOptions = {}): SharedVault {
  const doc = new Y.Doc()
  const listeners = new Set<(payload: { update: Uint8Array }) => void>()
  const watchers = new Set<() => void>()
  const pushed: SharedVault['pushed'] = []
  const begun: number[] = []
  let isCut = false
  let held = Promise.resolve()
  let fills = 0
  let refusal: AppError | null = null

  async function answer<Answer>(make: () => Answer): Promise<Answer> {
    if (isCut) throw new AppError({ code: 'host-unreachable' })
    await held
    await new Promise(setImmediate)
    if (isCut) throw new AppError({ code: 'host-unreachable' })
    return make()
  }
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'window' && !isCut) for (const listener of listeners) listener({ update })
  })
  return {
    doc,
    pushed,
    begun,
    fills: () => fills,
    receive: (change) => doc.transact(() => change(doc)),
    cut(cut) {
      isCut = cut
      for (const watcher of watchers) watcher()
    },
    connection: {
      subscribe(watcher) {
        watchers.add(watcher)
        return () => watchers.delete(watcher)
      },
      snapshot: () => (isCut ? 'reconnecting' : 'connected'),
    },
    hold() {
      let release = () => {}
      held = new Promise((resolve) => (release = resolve))
      return release
    },
    refuseNext: (error) => (refusal = error),
    api: {
      shared: {
        fill: ({ stateVector }) => {
          const call = fills++
          return answer(() => ({
            ...slices(Y.encodeStateAsUpdate(doc, stateVector), call),
            stateVector: Y.encodeStateVector(doc),
            isReadOnly,
          }))
        },
        begin: () =>
          answer(() => {
            begun.push(newSessionClient())
            return { client: begun.at(-1) ?? 0, vault: null }
          }),
        push: ({ update, origin }) =>
          answer(() => {
            const failure = refusal
            refusal = null
            if (failure) throw failure
            pushed.push({ update, origin })
            Y.applyUpdate(doc, update, 'window')
          }),
        onUpdated(listener) {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      },
    },
  }
}

function whole(missing: Uint8Array) {
  return { slices: [missing], done: true }
}

/** Whether two documents hold the same, deletions and content included. */
export const isSameDoc = isSameDocument
