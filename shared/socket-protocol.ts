import { z } from 'zod'
import type { Reply } from './contract'

/** Longest message on the socket between page and browser host, in bytes: a whole body fits, escaped. */
export const maxSocketMessage = 32 * 1024 * 1024

/** What the page says. `hello` comes first and proves the session; `bye` means that the page is going for good. */
export const pageMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), secret: z.string().max(100) }),
  z.object({
    type: z.literal('call'),
    id: z.number().int().positive(),
    name: z.string().max(100),
    input: z.unknown().optional(),
  }),
  z.object({ type: z.literal('bye') }),
])
export type PageMessage = z.infer<typeof pageMessage>

/** What the browser host says. `replaced`: another page took over. `locked`: load anew, with this token. */
export type HostMessage =
  | { readonly type: 'welcome' }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly type: 'signal'; readonly name: string; readonly payload: unknown }
  | { readonly type: 'replaced' }
  | { readonly type: 'locked'; readonly token: string }

/** Where the page trades the token of its address for a session. */
export const sessionPath = '/session'
export const socketPath = '/socket'
