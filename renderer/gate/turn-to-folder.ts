import type { TwofoldApi } from '../lib/api'

/** Makes a folder's vault the one this window is about; what it holds is then told by the app's state. */
export function turnToFolder(api: TwofoldApi, folder: string): Promise<void> {
  const { useFolder: choose } = api.app
  return choose({ folder })
}
