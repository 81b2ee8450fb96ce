import { writeSync } from 'node:fs'
import { diskFiles } from '../../electron/adapters/disk-files'
import { openHome } from '../../scripts/home'
import { connected } from './couple'
import { goOn, hasWords, passphrase, saved, write } from './cut-couple'
import { openLinkOn } from './cut-home'
import { createFaultyFiles, type FileOperation } from './faulty-files'

// Run as a process of its own: a host with its real vault process, which kills itself at a change of its mirror. `write`
// writes shared entries, and says on stdout what was said to be saved; `read` takes in what the partner has written.
const [, , name = '', vault = '', mode = '', at = ''] = process.argv

const changes: readonly FileOperation[] = ['makeFolder', 'create', 'append', 'move', 'remove']
const faulty = createFaultyFiles(diskFiles)
const home = openHome({ name, vault, passphrase, openLink: openLinkOn(faulty.files) })
let step = 0
faulty.plan((operation) => {
  if (changes.includes(operation) && ++step === Number(at)) process.kill(process.pid, 'SIGKILL')
  return null
})
await home.unlock()
if (mode === 'write') {
  await connected(home)
  const say = (number: number, words: string) => writeSync(1, `${number} ${words}\n`)
  for (let number = 3; number < 8; number++) {
    await write(home, number, 'first')
    await saved(home)
    say(number, 'first')
    await goOn(home, number, ', more')
    await saved(home)
    say(number, 'first, more')
  }
} else await hasWords(home, 18, 'from Ben')
await home.stop()
process.exit(0)
