import { EventEmitter } from 'node:events'
import { app, needReady } from './app'
import { tell } from './record'

type ProtocolHandler = (request: Request) => Promise<Response>
type RequestListener = (details: { url: string }, answer: (decision: { cancel: boolean }) => void) => void
type PermissionRequest = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void
type PermissionCheck = (contents: unknown, permission: string) => boolean

/** What Electron allows where the app has said nothing. */
const permits = {
  request: ((_contents, _permission, answer) => answer(true)) as PermissionRequest,
  check: (() => true) as PermissionCheck,
  device: (() => true) as (details: unknown) => boolean,
}

/** A browser session: what the app has said about it, and what it would do with a request. */
export class Session extends EventEmitter {
  spellChecker = { enabled: true, languages: ['en-US'] }
  permissions = { ...permits }
  readonly #handlers = new Map<string, ProtocolHandler>()
  #beforeRequest: RequestListener | null = null

  readonly protocol = {
    handle: (scheme: string, handler: ProtocolHandler) => void this.#handlers.set(scheme, handler),
  }
  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener) => {
      this.#beforeRequest = listener
    },
  }

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissions.request = handler
  }

  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.permissions.check = handler
  }

  setDevicePermissionHandler(handler: (details: unknown) => boolean): void {
    this.permissions.device = handler
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker.enabled = enabled
  }

  setSpellCheckerLanguages(languages: string[]): void {
    this.spellChecker.languages = languages
  }

  /** Whether a request for this address would leave the page. */
  async lets(url: string): Promise<boolean> {
    const listener = this.#beforeRequest
    if (!listener) return true
    return new Promise((resolve) => listener({ url }, ({ cancel }) => resolve(!cancel)))
  }

  /** The answer of the app's own handler for the scheme; null where the request is cancelled or nobody answers it. */
  async load(url: string, method = 'GET'): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1))
    return handler && (await this.lets(url)) ? handler(new Request(url, { method })) : null
  }
}

const sessions = new Map<string, Session>()

export const session = {
  get defaultSession() {
    return session.fromPartition('')
  },
  fromPartition(partition: string): Session {
    needReady('session')
    const known = sessions.get(partition) ?? new Session()
    sessions.set(partition, known)
    return known
  },
  /** Every session there is, by its partition. */
  all: sessions,
}

export const protocol = {
  registerSchemesAsPrivileged(schemes: unknown): void {
    if (app.isReady()) throw new Error('schemes are registered before the ready event')
    tell('registerSchemesAsPrivileged', schemes)
  },
}
