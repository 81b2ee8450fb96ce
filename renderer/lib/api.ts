import { type Api, type Call, contract, type Contract, type Reply, type Signal } from '../../shared/contract'
import { AppError } from '../../shared/failure'

/** What carries calls and signals between this window and its host: the preload's bridge or a WebSocket. */
export interface Transport {
  /** Resolves with the host's answer; rejects only when the host can't be reached. */
  call(name: string, input: unknown): Promise<Reply>
  onSignal(listener: (name: string, payload: unknown) => void): () => void
}

export type TwofoldApi = Api<typeof contract>

/** The contract as functions: `api.journal.read({ id })`; a failure that comes back as data is thrown as AppError. */
export function createApi(transport: Transport): TwofoldApi {
  const groups = Object.entries(contract as Contract).map(([group, members]) => [
    group,
    Object.fromEntries(Object.entries(members).map(([name, member]) => bind(transport, `${group}.${name}`, member))),
  ])
  return Object.fromEntries(groups) as TwofoldApi
}

function bind(transport: Transport, name: string, member: Call | Signal) {
  const method = name.slice(name.indexOf('.') + 1)
  if (member.type === 'call') return [method, (input?: unknown) => request(transport, name, input)] as const
  const subscribe = (listener: (payload: unknown) => void) =>
    transport.onSignal((signalName, payload) => {
      if (signalName === name) listener(payload)
    })
  return [`on${method.charAt(0).toUpperCase()}${method.slice(1)}`, subscribe] as const
}

async function request(transport: Transport, name: string, input: unknown): Promise<unknown> {
  const reply = await transport.call(name, input)
  if (reply.ok) return reply.value
  throw new AppError(reply.failure)
}
