import { protocol, session } from 'electron'
import { createPageFiles } from '../adapters/page-files'
import { originOf, pageOrigin, pagePartition } from './lockdown'

/** Before the app is ready: `app:` is a standard, secure scheme that neither bypasses the policy nor hosts workers. */
export function declareAppProtocol(): void {
  const privileges = {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    bypassCSP: false,
    allowServiceWorkers: false,
  }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/** Serves the built window at `app://twofold/`, and nothing at any other host or path. */
export async function serveAppProtocol(root: string): Promise<void> {
  const files = await createPageFiles({ root, connect: "'none'" })
  session.fromPartition(pagePartition).protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    const known = request.method === 'GET' && originOf(url) === pageOrigin
    const { status, headers, body } = await files.get(known ? url.pathname : '')
    return new Response(new Uint8Array(body), { status, headers })
  })
}
