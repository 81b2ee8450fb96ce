import { obtainNode24 } from './node-24'

/** For a run that must not do without it: Node 24 is there, or this fails. */
if ((await obtainNode24()) === null) {
  process.stderr.write('Node 24 can’t be had, so nothing would be tested on Electron’s Node.\n')
  process.exitCode = 1
}
