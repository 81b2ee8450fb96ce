import { openChildChannel } from '../../electron/adapters/host-channel'
import { openParentPortChannel } from '../../electron/shell/parent-port'
import { arrivedIn, everyCall, everyFromVault } from './every-message'

// The vault process's end of its channels: it tells of each message what has arrived in it, answers each call as the
// contract says, and says everything that a vault process can say when its host asks for a flush. It ends when it is killed.
const channel = openParentPortChannel() ?? openChildChannel()
channel.onMessage((message, answer) => {
  channel.post({ type: 'signal', name: 'arrived', payload: arrivedIn(message) })
  switch (message.type) {
    case 'call': {
      const value = everyCall.find(({ name }) => name === message.name)?.output
      return answer({ type: 'reply', id: message.id, reply: { ok: true, value } })
    }
    case 'flush':
      for (const each of everyFromVault) channel.post(each)
      return
    case 'news':
    case 'close':
      return
  }
})
