import { createElement } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { TitleField } from '../../../renderer/features/entry/TitleField'

/** The title field alone, with the title that whoever renders it knows of. */
const root = createRoot(document.body)
const changes: { title: string; before: string }[] = []

function show(title: string): void {
  const onTitle = (next: string, before: string) => {
    changes.push({ title: next, before })
    show(next)
  }
  root.render(createElement(TitleField, { title, onTitle, isReadOnly: false }))
}

const driven = {
  /** The title is this one now, whoever has made it so. */
  become: (title: string) => flushSync(() => show(title)),
  changes: () => changes.splice(0),
}

export type DrivenTitle = typeof driven
declare global {
  // oxlint-disable-next-line no-var
  var titlePage: DrivenTitle
}
globalThis.titlePage = driven
