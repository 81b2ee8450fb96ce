import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../core/ports'

/** How long the token in a page's address is good for, in ms. */
const tokenLife = 60_000

const secretText = () => randomBytes(32).toString('base64url')

/** What a page proves itself with: a cookie that scripts can't read and a secret that only its memory holds. */
export interface PageSession {
  readonly cookieName: string
  readonly cookie: string
  readonly secret: string
}

export interface PageSessions {
  /** A new token, good once and for a minute; an older one that wasn't used is void. */
  newToken(): string
  /** Trades the token for a new session, which replaces the former one; null where the token isn't good. */
  claim(token: string): PageSession | null
  /** True where the cookie header holds the current session's cookie. */
  knowsCookie(header: string | undefined): boolean
  knowsSecret(secret: string): boolean
  end(): void
}

/** One page at a time: the newest session is the only one. */
export function createPageSessions(clock: Clock): PageSessions {
  let token: { text: string; until: number } | null = null
  let session: PageSession | null = null

  return {
    newToken() {
      token = { text: secretText(), until: clock.now() + tokenLife }
      return token.text
    },
    claim(text) {
      const good = token !== null && clock.now() <= token.until && equal(text, token.text)
      if (!good) return null
      token = null
      session = { cookieName: `twofold-${randomBytes(6).toString('hex')}`, cookie: secretText(), secret: secretText() }
      return session
    },
    knowsCookie: (header) =>
      session !== null &&
      (header ?? '').split(/;\s*/).some((pair) => equal(pair, `${session?.cookieName}=${session?.cookie}`)),
    knowsSecret: (secret) => session !== null && equal(secret, session.secret),
    end() {
      session = null
    },
  }
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
