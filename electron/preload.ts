import { contextBridge, ipcRenderer } from 'electron'
import { background } from '../shared/background'
import { exactBuffers } from '../shared/exact-buffers'
import { createDirectPort } from './shell/direct-port'

/** The window's only way out: plain functions, no Electron object among them. Calls with secrets go by the port. */
const direct = createDirectPort({
  onPort: (listener) =>
    ipcRenderer.on('direct-port', (event) => {
      const [port] = event.ports
      if (port) listener(port)
    }),
  onEnded: (listener) => ipcRenderer.on('direct-port-ended', (_event, end: { hasRun: boolean }) => listener(end)),
  // To tell how things stand the host starts a vault process where none runs, and that brings a port.
  askForPort: () => background(ipcRenderer.invoke('app.state')),
})

contextBridge.exposeInMainWorld('twofold', {
  call: (name: unknown, input: unknown, isDirect: unknown): Promise<unknown> =>
    isDirect === true ? direct(String(name), input) : ipcRenderer.invoke(String(name), exactBuffers(input)),
  onSignal: (listener: (name: string, payload: unknown) => void): void => {
    ipcRenderer.on('signal', (_event, name: string, payload: unknown) => listener(name, payload))
  },
})
