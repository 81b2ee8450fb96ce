import type { AppState } from '../../shared/contract'

/** The system's name as the window knows it: it decides how shortcuts are written. */
export function platformName(platform: NodeJS.Platform): AppState['platform'] {
  return platform === 'darwin' ? 'mac' : platform === 'win32' ? 'windows' : 'linux'
}
