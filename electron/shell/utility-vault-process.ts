import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron'
import type { FromVault, VaultProcess } from '../core/host/vault-protocol'

/**
 * Starts the vault process as an Electron utility process and hands `onPort` the window's end of a port that goes
 * straight to it, past this process: by it travel the calls that carry a secret.
 */
export function startUtilityVaultProcess(options: {
  script: string
  folder: string
  onPort(port: MessagePortMain): void
}): VaultProcess {
  const child = utilityProcess.fork(options.script, ['--vault', options.folder], { serviceName: 'Twofold vault' })
  const { port1, port2 } = new MessageChannelMain()
  child.postMessage({ type: 'direct-port' }, [port1])
  options.onPort(port2)
  return {
    pid: child.pid,
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', (message: FromVault) => listener(message)),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill(),
  }
}
