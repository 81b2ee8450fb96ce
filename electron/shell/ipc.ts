import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { type Contract, contract, type Reply } from '../../shared/contract'
import { exactBuffers } from '../../shared/exact-buffers'
import { originOf, pageOrigin } from './lockdown'

/** Handles every call of the contract that doesn't go by the direct port, for our own page alone. */
export function handleCalls(call: (name: string, input: unknown) => Promise<Reply>): void {
  for (const [group, members] of Object.entries(contract as Contract)) {
    for (const [method, member] of Object.entries(members)) {
      if (member.type !== 'call' || member.direct) continue
      const name = `${group}.${method}`
      ipcMain.handle(name, async (event, input: unknown) =>
        isOwnPage(event) ? exactBuffers(await call(name, input)) : refused,
      )
    }
  }
}

const refused: Reply = { ok: false, failure: { code: 'bad-request' } }

/** The origin is parsed and compared whole; a frame that is gone, or lies within another, has none of ours. */
function isOwnPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  if (!senderFrame || senderFrame.parent || !URL.canParse(senderFrame.url)) return false
  return originOf(new URL(senderFrame.url)) === pageOrigin
}
