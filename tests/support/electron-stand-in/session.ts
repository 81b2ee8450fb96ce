import type {
  CallbackResponse,
  CustomScheme,
  OnBeforeRequestListenerDetails,
  Protocol as RealProtocol,
  Session as Real,
  WebRequest,
} from 'electron'
import { app, needReady } from './app'
import { refuseUnknown } from './declared'
import { DeclaredEmitter } from './declared-emitter'
import { tell } from './record'

type Handler<Name extends keyof Real> = Real[Name] extends (handler: infer Handler) => void
  ? NonNullable<Handler>
  : never
type ProtocolHandler = Parameters<RealProtocol['handle']>[1]
type RequestListener = NonNullable<Parameters<WebRequest['onBeforeRequest']>[0]>

/** What Electron allows where the app has said nothing. */
const permits = {
  request: ((_contents, _permission, answer) => answer(true)) as Handler<'setPermissionRequestHandler'>,
  check: (() => true) as Handler<'setPermissionCheckHandler'>,
  device: (() => true) as Handler<'setDevicePermissionHandler'>,
}

/** The handlers of one session: a scheme has one, and what one answers is looked at. */
class Protocol {
  readonly #handlers = new Map<string, ProtocolHandler>()

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    if (typeof handler !== 'function') throw new TypeError('a handler is a function')
    this.#handlers.set(scheme, handler)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme)
  }

  /** The handler's answer: an error of the network where it throws or answers anything but a Response. */
  async answer(request: Request): Promise<Response> {
    try {
      const answer: unknown = await this.#handlers.get(new URL(request.url).protocol.slice(0, -1))?.(request)
      if (answer instanceof Response) return answer
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    }
    return Response.error()
  }
}

/** A browser session: what the app has said about it, and what it would do with a request. */
export class Session extends DeclaredEmitter {
  spellChecker = { enabled: true, languages: ['en-US'] }
  permissions = { ...permits }
  /** How large pages of the app's origin are drawn, once somebody has said so. */
  zoomFactor: number | null = null
  readonly protocol = new Protocol()
  #beforeRequest: RequestListener | null = null

  readonly webRequest = {
    /** Of several listeners the last counts. */
    onBeforeRequest: (listener: RequestListener | null) => {
      this.#beforeRequest = functionOrNull(listener)
    },
  }

  constructor() {
    super('Session')
  }

  setPermissionRequestHandler(handler: Handler<'setPermissionRequestHandler'> | null): void {
    this.permissions.request = functionOrNull(handler) ?? permits.request
  }

  setPermissionCheckHandler(handler: Handler<'setPermissionCheckHandler'> | null): void {
    this.permissions.check = functionOrNull(handler) ?? permits.check
  }

  setDevicePermissionHandler(handler: Handler<'setDevicePermissionHandler'> | null): void {
    this.permissions.device = functionOrNull(handler) ?? permits.device
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
    return new Promise((resolve) =>
      listener({ url } as OnBeforeRequestListenerDetails, (decision: CallbackResponse) => {
        refuseUnknown('CallbackResponse', decision)
        resolve(decision.cancel !== true)
      }),
    )
  }

  /** The answer of the app's own handler for the scheme; null where the request is cancelled or nobody answers it. */
  async load(url: string, method = 'GET'): Promise<Response | null> {
    const isHandled = this.protocol.isProtocolHandled(new URL(url).protocol.slice(0, -1))
    return isHandled && (await this.lets(url)) ? this.protocol.answer(new Request(url, { method })) : null
  }
}

function functionOrNull<T>(value: T | null): T | null {
  if (value !== null && typeof value !== 'function') throw new TypeError('Must pass null or a Function')
  return value
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

let isDeclared = false

export const protocol = {
  /** Once, and before the app is ready; what isn't an array of schemes throws, and so does here a privilege unknown. */
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    if (isDeclared) throw new Error('protocol.registerSchemesAsPrivileged is used once')
    if (!Array.isArray(schemes)) throw new TypeError('Argument must be an array of custom schemes.')
    isDeclared = true
    for (const { scheme, privileges = {}, ...others } of schemes) {
      if (typeof scheme !== 'string') throw new TypeError('Argument must be an array of custom schemes.')
      refuseUnknown('CustomScheme', others)
      refuseUnknown('Privileges', privileges)
    }
    tell('registerSchemesAsPrivileged', schemes)
  },
}
