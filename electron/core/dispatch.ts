import { type Call, type Contract, type Emit, type Reply, type Services } from '../../shared/contract'
import { AppError, failureOf } from '../../shared/failure'

/** Answers a call by name; never rejects: what goes wrong becomes a failure in the reply. */
export type Dispatch = (name: string, input: unknown) => Promise<Reply>

/**
 * Binds services to the part of the contract they answer, with one loop for all: find, parse, call, turn a failure
 * into data. An unknown name or input that doesn't parse is `bad-request`; an unexpected error is `bug`, and goes to
 * `onBug` on this side only.
 */
export function createDispatch<C extends Contract>(
  contract: C,
  services: Services<C>,
  onBug: (name: string, error: unknown) => void,
): Dispatch {
  const methods = new Map<string, { call: Call; run: (input: unknown) => unknown }>()
  for (const [group, members] of Object.entries(contract)) {
    const implemented = services[group] as Record<string, (input: unknown) => unknown>
    for (const [method, member] of Object.entries(members)) {
      const run = implemented[method]
      if (member.type === 'call' && run) methods.set(`${group}.${method}`, { call: member, run })
    }
  }

  return async (name, input) => {
    const method = methods.get(name)
    const parsed = method?.call.input.safeParse(input ?? undefined)
    if (!method || !parsed?.success) return { ok: false, failure: { code: 'bad-request' } }
    try {
      return { ok: true, value: await method.run(parsed.data) }
    } catch (error) {
      if (!(error instanceof AppError)) onBug(name, error)
      return { ok: false, failure: failureOf(error) }
    }
  }
}

/** Builds `emit.group.signal(payload)` from one function that sends a named signal. */
export function createEmit<C extends Contract>(contract: C, send: (name: string, payload: unknown) => void): Emit<C> {
  const groups = Object.entries(contract).map(([group, members]) => [
    group,
    Object.fromEntries(
      Object.entries(members)
        .filter(([, member]) => member.type === 'signal')
        .map(([name]) => [name, (payload: unknown) => send(`${group}.${name}`, payload)]),
    ),
  ])
  return Object.fromEntries(groups) as Emit<C>
}
