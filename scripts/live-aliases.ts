import { resolve } from 'node:path'
import type { Plugin } from 'vite'

const importedByYWebrtc = /[\\/]node_modules[\\/]y-webrtc[\\/]/

/**
 * Gives y-webrtc, and nothing else, the window's own parts in place of its socket, its way to other windows of the
 * origin, and its peer. `sync` is the folder in which they lie.
 */
export function liveAliases(sync: string): Plugin {
  const standIns: Readonly<Record<string, string>> = {
    'lib0/websocket': resolve(sync, 'signaling-client.ts'),
    'lib0/broadcastchannel': resolve(sync, 'broadcast-channel.ts'),
    'simple-peer/simplepeer.min.js': resolve(sync, 'framed-peer.ts'),
  }
  return {
    name: 'twofold-live-aliases',
    enforce: 'pre',
    // Bundled ahead of time its imports would be resolved without this plugin.
    config: () => ({ optimizeDeps: { exclude: ['y-webrtc'] } }),
    resolveId(source, importer) {
      return importer && importedByYWebrtc.test(importer) ? standIns[source] : undefined
    },
  }
}
