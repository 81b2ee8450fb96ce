import { type Failure, failureOf } from '../../../shared/failure'
import type { Files } from '../ports'
import { loadHeader } from './header-adapter'

/** Null where `folder` holds no vault; otherwise why the vault in it can't be opened, if so. Needs no secret. */
export async function lookForVault(files: Files, folder: string): Promise<{ failure: Failure | null } | null> {
  try {
    await loadHeader({ files, folder })
    return { failure: null }
  } catch (error) {
    const failure = failureOf(error)
    return failure.code === 'vault-missing' ? null : { failure }
  }
}
