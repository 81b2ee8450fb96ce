import { z } from 'zod'
import { openChildChannel } from '../../electron/adapters/host-channel'
import { openParentPortChannel } from '../../electron/shell/parent-port'
import { createDispatch } from '../../electron/core/dispatch'
import type { Call } from '../../shared/contract'

/** The vault process's end of its channel, with one service of bytes behind it: it tells them by a signal and answers them reversed. */
const bytes = z.instanceof(Uint8Array)
const turn = {
  type: 'call',
  direct: false,
  input: z.object({ bytes }),
  output: z.object({ bytes }),
} as const satisfies Call

const channel = openParentPortChannel() ?? openChildChannel()
const dispatch = createDispatch(
  { echo: { turn } },
  {
    echo: {
      turn(input) {
        channel.post({ type: 'signal', name: 'echo.heard', payload: input })
        return { bytes: input.bytes.toReversed() }
      },
    },
  },
  () => {},
)

channel.onMessage((message, answer) => {
  if (message.type === 'close') process.exit(0)
  if (message.type !== 'call') return
  const { id, name, input } = message
  void dispatch(name, input).then((reply) => answer({ type: 'reply', id, reply }))
})
