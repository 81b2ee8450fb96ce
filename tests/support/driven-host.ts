import { openHome } from '../../scripts/home'

// Run as a process of its own, to be killed: a host with its real vault process, which makes the calls that it is sent.
// It says when it is unlocked, and when a call has gone to the vault process, answered or not.
const [, , vault = '', passphrase = ''] = process.argv

const home = openHome({
  name: 'Ana',
  vault,
  passphrase,
  onBroken: (code) => process.send?.({ type: 'broken', code }),
})
await home.unlock()
process.on('message', (message) => {
  const { name, input } = message as { name: string; input: unknown }
  // A call that is under way when the vault process is stopped has no answer.
  home.call(name, input).then(
    () => process.send?.({ type: 'answered' }),
    () => {},
  )
  process.send?.({ type: 'posted' })
})
process.send?.({ type: 'unlocked', vaultProcess: home.process().pid })
