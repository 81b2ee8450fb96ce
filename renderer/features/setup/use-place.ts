import { useState } from 'react'
import type { FolderReport } from '../../../shared/contract'
import { type Action, useAction } from '../../gate/use-action'
import { useFolderReport } from '../../gate/use-folder-report'
import type { TwofoldApi } from '../../lib/api'

/** What the first step asks for. */
export interface Place {
  name: string
  folder: string
  /** Whether the person goes on with a folder although something syncs it. */
  syncedAnyway: boolean
}

export interface PlaceForm {
  place: Place
  change(part: Partial<Place>): void
  report: FolderReport | null
  /** What is still to be said or chosen before the way on. */
  missing: 'name' | 'folder' | 'choice' | null
  /** Why the folder can't be used, as far as is known. */
  folderError: unknown
  action: Action
  /** Looks at the folder once more and goes on where it may hold a new vault. */
  submit(): void
  /** Turns to the vault that the folder already holds. */
  open(): void
}

export interface PlaceOptions {
  api: TwofoldApi
  initial: Place
  /** Why the folder was refused when the vault was to be made in it. */
  initialError: unknown
  onNext(place: Place): void
  /** Called when the folder's own vault was chosen instead of a new one. */
  onOpened(): void
}

/** The state of the first step: what is typed, what the folder holds, and what stands in the way. */
export function usePlace({ api, initial, initialError, onNext, onOpened }: PlaceOptions): PlaceForm {
  const [place, setPlace] = useState(initial)
  const [missing, setMissing] = useState<PlaceForm['missing']>(null)
  const [refusal, setRefusal] = useState(initialError)
  const look = useFolderReport(api, place.folder)
  const action = useAction()

  const next = async () => {
    const name = place.name.trim()
    if (!name) return setMissing('name')
    if (!place.folder.trim()) return setMissing('folder')
    const found = await api.app.inspectFolder({ folder: place.folder })
    if (!mayHoldNewVault(found, place.syncedAnyway)) return setMissing('choice')
    onNext({ ...place, name, folder: found.folder })
  }

  return {
    place,
    change: (part) => {
      const elsewhere = part.folder !== undefined
      setPlace({ ...place, ...(elsewhere ? { syncedAnyway: false } : {}), ...part })
      setMissing(null)
      if (elsewhere) setRefusal(null)
    },
    report: look.report,
    missing,
    folderError: refusal ?? look.error,
    action,
    submit: () => action.run(next),
    open: () =>
      action.run(async () => {
        await api.app.openFolder({ folder: place.folder })
        onOpened()
      }),
  }
}

const mayHoldNewVault = (report: FolderReport, syncedAnyway: boolean) =>
  report.holds === 'nothing' && (report.syncedBy === null || syncedAnyway)
