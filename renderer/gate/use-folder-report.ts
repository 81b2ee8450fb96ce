import { useEffect, useState } from 'react'
import type { FolderReport } from '../../shared/contract'
import type { TwofoldApi } from '../lib/api'

/** A pause in typing after which the folder is looked at. */
const pause = 300

export interface FolderLook {
  report: FolderReport | null
  error: unknown
}

const unknown: FolderLook = { report: null, error: null }

/** What the named folder holds and who syncs it, a moment after the last key; nothing while that isn't known. */
export function useFolderReport(api: TwofoldApi, folder: string): FolderLook {
  const [look, setLook] = useState<FolderLook & { asked: string }>({ ...unknown, asked: '' })

  useEffect(() => {
    let current = true
    const show = (found: FolderLook) => {
      if (current) setLook({ ...found, asked: folder })
    }
    const timer = setTimeout(() => {
      if (!folder.trim()) return
      api.app.inspectFolder({ folder }).then(
        (report) => show({ report, error: null }),
        (error: unknown) => show({ report: null, error }),
      )
    }, pause)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [api, folder])

  return look.asked === folder ? look : unknown
}
