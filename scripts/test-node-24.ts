import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { obtainNode24 } from './node-24'

/** `npm run test:node24`: the contract and smoke tests once more, on Electron's Node; where it can't be had, it says so. */
const project = resolve(import.meta.dirname, '..')
const node = await obtainNode24()
if (node) {
  const vitest = join(project, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--project', 'node', 'tests/contract', 'tests/smoke']
  const child = spawn(node, args, { cwd: project, stdio: 'inherit' })
  process.exitCode = await new Promise<number>((done) => child.once('exit', (code) => done(code ?? 1)))
} else {
  process.stdout.write('skipped: no Node 24\n')
}
