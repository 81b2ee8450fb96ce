import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import { exactBuffers } from '../../shared/exact-buffers'
import { heapFlags } from '../adapters/vault-heap'
import type { FromVault, ToVault, VaultEnd, VaultProcess } from '../core/protocol/vault-protocol'
import type { Clock } from '../core/ports'

/** How long Electron may take to launch the process, in ms: of one that fails to launch it tells nothing at all. */
const launchPatience = 10_000

/** The page's way straight to a vault process, past the main process: by it travel the calls that carry a secret. */
export interface DirectPorts {
  /** Gives the page its end of the port to a process that has been launched. */
  sendPort(port: MessagePortMain): void
  /** Tells it that the process has ended, or (`hasRun` false) that it never ran: no port is to be waited for. */
  endPort(end: { hasRun: boolean }): void
}

/**
 * Starts the vault process as an Electron utility process. Until Electron says that it is launched it is told nothing and
 * no port leads to it, so that one given up on holds nothing and does nothing, should it come after all. It counts as ended
 * where it isn't launched in ten seconds, is closed before that, or can't be killed.
 */
export function startUtilityVaultProcess(options: {
  script: string
  folder: string
  clock: Clock
  page: DirectPorts
}): VaultProcess {
  const child = utilityProcess.fork(options.script, ['--vault', options.folder], {
    serviceName: 'Twofold vault',
    // What is given here are switches of Chromium's, which hands V8 its flags by this one.
    execArgv: [`--js-flags=${heapFlags.join(' ')}`],
  })
  // An error that V8 can't survive; its exit follows. What comes with it is a report of the whole process.
  child.on('error', () => {})

  const unsent: ToVault[] = []
  let onExit = (_end: VaultEnd) => {}
  const life = followLife(child, options.clock, {
    onLaunched() {
      const { port1, port2 } = new MessageChannelMain()
      child.postMessage({ type: 'direct-port' }, [port1])
      options.page.sendPort(port2)
      for (const message of unsent) child.postMessage(message)
    },
    onEnded(end) {
      options.page.endPort({ hasRun: end !== 'not-started' })
      onExit(end)
    },
  })
  return {
    get pid() {
      return child.pid
    },
    post(message) {
      if (life.stage() === 'running') child.postMessage(exactBuffers(message))
      else if (life.stage() !== 'launching') return
      else if (message.type === 'close') queueMicrotask(life.giveUp)
      else unsent.push(exactBuffers(message))
    },
    onMessage: (listener) =>
      child.on('message', (message: FromVault) => {
        if (life.stage() === 'running') listener(message)
      }),
    onExit(listener) {
      onExit = listener
    },
    kill: life.kill,
  }
}

type Stage = 'launching' | 'running' | 'killed' | 'ended'

/** Follows a process that has just been started to its end, of which each is told once, also where Electron says nothing. */
function followLife(
  child: UtilityProcess,
  clock: Clock,
  events: { onLaunched(): void; onEnded(end: VaultEnd): void },
): { stage(): Stage; giveUp(): void; kill(): void } {
  let stage: Stage = 'launching'
  const end = (how: VaultEnd) => {
    if (stage === 'ended') return
    stage = 'ended'
    cancelPatience()
    events.onEnded(how)
  }
  const giveUp = () => end('not-started')
  const cancelPatience = clock.after(launchPatience, giveUp)

  child.once('spawn', () => {
    if (stage !== 'launching') return child.kill()
    stage = 'running'
    cancelPatience()
    events.onLaunched()
  })
  // Where that is the first that is heard of it, a page that asked for another would ask without end.
  child.once('exit', (code) => end(stage === 'launching' ? 'not-started' : code))

  return {
    stage: () => stage,
    giveUp,
    kill() {
      if (stage === 'ended') return
      const hasRun = stage !== 'launching'
      // On its way to a forced end it may live two seconds more (base::EnsureProcessTerminated).
      if (child.kill()) stage = 'killed'
      else end(hasRun ? null : 'not-started')
    },
  }
}
