import { writeSync } from 'node:fs'
import { systemClock } from '../../electron/adapters/system-clock'
import { openVault, save, textOf, vaultsFor } from './vault-folder'

// Run as a process of its own, to be killed: writes entries as fast as it can and says on stdout which of them were
// acknowledged. `early` says so before it writes: the control that shows a loss would be seen. `restless` leaves the vault
// no idle moment.
const [, , folder = '', passphrase = '', mode = ''] = process.argv

const vault = await openVault(vaultsFor({ clock: systemClock }), folder, passphrase)
const store = await vault.store('journal', textOf)
const ids = 12
const padding = 'x'.repeat(20_000)
let count = Number(store.data.entries['count']?.text ?? '0')

for (;;) {
  count++
  const id = `entry-${count % ids}`
  store.data.entries[id] = { text: `${count} ${padding}` }
  store.touch(id)
  if (mode === 'early') writeSync(1, `${id} ${count}\n`)
  if (mode !== 'early' || count % 5 === 0) await store.write()
  if (mode !== 'early') writeSync(1, `${id} ${count}\n`)
  if (count % 10 === 0) await save(store, 'count', String(count))
  if (count % 30 === 0 && mode !== 'restless') await vault.settle()
}
