import type { Page } from 'playwright-core'
import type { Reply } from '../../shared/contract'
import { decodeMessage, encodeMessage } from '../../shared/message-codec'
import type { HostMessage, PageMessage } from '../../shared/socket-protocol'

/** A message as it goes into the page and out of it: text, or bytes in base64 and as numbers. */
type Frame = string | { base64: string }
type Answer = string | number[]

interface Voice {
  say(frames: Frame[]): void
  hear(frame: Frame): void
  answers: Map<number, Answer>
  /** The last call that had been answered when the host said that nothing waits to be written. */
  saved: number
  isWaiting: boolean
  isClosed: boolean
  /** Resolves when this has become true with a message, or when the socket closes. One waits at a time. */
  until(isThere: () => boolean): Promise<void>
}
type VoicedPage = typeof globalThis & { voice?: Voice }

/** Runs in the page before its own scripts: its real socket is kept, to be spoken on beside the page. */
export function keepVoice(): void {
  const page: VoicedPage = globalThis
  const firstId = 1_000_000_000
  const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const contentOf = (frame: Frame) => (typeof frame === 'string' ? frame : bytesOf(frame.base64).buffer)
  /** What a message says but for its bytes: JSON, alone or after its length in the head of a frame. */
  const read = (data: string | ArrayBuffer) => {
    if (typeof data === 'string') return JSON.parse(data) as HostMessage
    const head = new Uint8Array(data, 4, new DataView(data).getUint32(0, true))
    return (JSON.parse(new TextDecoder().decode(head)) as { message: HostMessage }).message
  }
  page.WebSocket = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      let look = () => {}
      const voice: Voice = {
        say: (frames) => frames.forEach((frame) => this.send(contentOf(frame))),
        hear: (frame) => void this.dispatchEvent(new MessageEvent('message', { data: contentOf(frame) })),
        answers: new Map(),
        saved: 0,
        isWaiting: false,
        isClosed: false,
        until: (isThere) =>
          new Promise((resolve) => {
            look = () => {
              if (isThere() || voice.isClosed) resolve()
            }
            look()
          }),
      }
      // When its host is gone the page tries again and again: what is asked for is what the first socket heard.
      page.voice ??= voice
      let last = 0
      this.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
        const message = read(data)
        if (message.type === 'reply' && message.id >= firstId) {
          last = Math.max(last, message.id)
          voice.answers.set(message.id, typeof data === 'string' ? data : [...new Uint8Array(data)])
        } else if (message.type === 'signal' && message.name === 'journal.saving') {
          voice.isWaiting = (message.payload as { pending: boolean }).pending
          if (!voice.isWaiting) voice.saved = last
        }
        look()
      })
      this.addEventListener('close', () => {
        voice.isClosed = true
        look()
      })
    }
  }
}

export interface ContractCall {
  readonly name: string
  readonly input: unknown
}

/** A second voice on the socket that a page has with its host. */
export interface PageVoice {
  /** Makes these calls, in this order; resolves with their numbers, which ascend, when they are on their way. */
  send(calls: readonly ContractCall[]): Promise<number[]>
  /** Resolves when all that was sent is answered; rejects with the code where one failed, or when the socket closes. */
  answered(): Promise<void>
  /** Resolves when the host has said that nothing waits to be written. */
  untilSaved(): Promise<void>
  call<T = unknown>(name: string, input?: unknown): Promise<T>
  /** Lets the page hear a signal, as from its host. */
  tell(name: string, payload: unknown): Promise<void>
  /**
   * Resolves when the socket has closed, with the calls that were never answered, and the last one that had been when
   * the host said that nothing waits to be written; 0 for none.
   */
  end(): Promise<{ unanswered: number[]; saved: number }>
}

/**
 * Speaks on the page's own socket, for the host takes no other beside it: the messages are those of the contract as
 * the page sends them, under numbers that it never reaches, so that it passes over the answers. The page must have been
 * opened with `keepVoice`.
 */
export function voiceOf(page: Page): PageVoice {
  let nextId = 1_000_000_000
  const under = new Set<number>()

  const send = async (calls: readonly ContractCall[]) => {
    const messages = calls.map(({ name, input }) => ({ type: 'call', id: nextId++, name, input }) satisfies PageMessage)
    for (const { id } of messages) under.add(id)
    await page.evaluate((frames) => (globalThis as VoicedPage).voice?.say(frames), messages.map(frameOf))
    return messages.map(({ id }) => id)
  }
  const take = async () => {
    const answers = await page.evaluate(takeAnswers, [...under])
    return answers.map((answer) => {
      const { id, reply } = decodeMessage(typeof answer === 'string' ? answer : Uint8Array.from(answer)) as Answered
      under.delete(id)
      if (!reply.ok) throw new Error(`${id}: ${reply.failure.code}`)
      return reply.value
    })
  }
  return {
    send,
    async answered() {
      await take()
    },
    untilSaved: () => page.evaluate(untilSaved),
    end: () => page.evaluate(endOfVoice, [...under]),
    async call<T>(name: string, input?: unknown) {
      await send([{ name, input }])
      return (await take()).at(-1) as T
    },
    async tell(name, payload) {
      const frame = frameOf({ type: 'signal', name, payload } satisfies HostMessage)
      await page.evaluate((heard) => (globalThis as VoicedPage).voice?.hear(heard), frame)
    },
  }
}

type Answered = { id: number; reply: Reply }

function frameOf(message: PageMessage | HostMessage): Frame {
  const encoded = encodeMessage(message)
  return typeof encoded === 'string' ? encoded : { base64: Buffer.from(encoded).toString('base64') }
}

/** Runs in the page: waits for the answers to these calls, and hands them out. */
async function takeAnswers(ids: number[]): Promise<Answer[]> {
  const { voice } = globalThis as VoicedPage
  await voice?.until(() => ids.every((id) => voice.answers.has(id)))
  return ids.map((id) => {
    const answer = voice?.answers.get(id)
    if (!answer) throw new Error('the socket has closed')
    voice?.answers.delete(id)
    return answer
  })
}

/** Runs in the page. */
async function untilSaved(): Promise<void> {
  const { voice } = globalThis as VoicedPage
  await voice?.until(() => !voice.isWaiting)
  if (!voice || voice.isWaiting) throw new Error('the socket has closed')
}

/** Runs in the page. */
async function endOfVoice(ids: number[]): Promise<{ unanswered: number[]; saved: number }> {
  const { voice } = globalThis as VoicedPage
  await voice?.until(() => false)
  return { unanswered: ids.filter((id) => !voice?.answers.has(id)), saved: voice?.saved ?? 0 }
}
