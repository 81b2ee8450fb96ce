import { fromBase64, toBase64 } from 'lib0/buffer'

/** Seals what two windows tell each other, for nobody but them. */
export interface Seal {
  /** As text, of a value that JSON can hold. */
  seal(value: unknown): Promise<string>
  /** The value, or undefined for whatever this session's other window has not sealed. */
  open(text: string): Promise<unknown>
}

const text = new TextEncoder()
const nonceLength = 12

/**
 * AES-256-GCM with random nonces under HKDF-SHA256(password, room, `twofold/1/live-signaling`): room and password are
 * new for each session. Needs a secure context.
 */
export async function createSeal({ room, password }: { room: string; password: string }): Promise<Seal> {
  const secret = await crypto.subtle.importKey('raw', text.encode(password), 'HKDF', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: text.encode(room), info: text.encode('twofold/1/live-signaling') },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
  return {
    async seal(value) {
      const iv = crypto.getRandomValues(new Uint8Array(nonceLength))
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text.encode(JSON.stringify(value)))
      const whole = new Uint8Array(nonceLength + sealed.byteLength)
      whole.set(iv)
      whole.set(new Uint8Array(sealed), nonceLength)
      return toBase64(whole)
    },
    async open(sealed) {
      try {
        const whole = Uint8Array.from(fromBase64(sealed))
        const iv = whole.subarray(0, nonceLength)
        const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, whole.subarray(nonceLength))
        return JSON.parse(new TextDecoder().decode(opened)) as unknown
      } catch {
        return undefined
      }
    },
  }
}
