import type { AppState } from '../../../shared/contract'

/** The path of a folder of the app's own name within another, written as the platform writes paths. */
export function subfolder(folder: string, name: string, platform: AppState['platform']): string {
  const separator = platform === 'windows' ? '\\' : '/'
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`
}
