import { createApi, type TwofoldApi } from '../../renderer/lib/api'
import type { Reply } from '../../shared/contract'
import type { Failure } from '../../shared/failure'

export interface HeldCall {
  readonly name: string
  readonly input: unknown
  ok(value?: unknown): void
  fail(code: Failure['code']): void
}

/** The window's api whose replies the test gives, when it likes; what was called lies in `calls`. */
export function createHeldApi() {
  const calls: HeldCall[] = []
  const listeners = new Set<(name: string, payload: unknown) => void>()
  const api: TwofoldApi = createApi({
    call: (name, input) =>
      new Promise<Reply>((reply) => {
        calls.push({
          name,
          input,
          ok: (value) => reply({ ok: true, value }),
          fail: (code) => reply({ ok: false, failure: { code } as Failure }),
        })
      }),
    onSignal(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  return {
    api,
    calls,
    listeners,
    /** The call made as the `number`-th, from 1; a negative number counts from the last. */
    call(number: number): HeldCall {
      const found = calls.at(number > 0 ? number - 1 : number)
      if (!found) throw new Error(`no call number ${number}`)
      return found
    },
    signal(name: string, payload: unknown) {
      for (const listener of listeners) listener(name, payload)
    },
  }
}
