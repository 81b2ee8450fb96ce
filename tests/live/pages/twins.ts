import type * as Y from 'yjs'
import { createPageHistories } from '../../../renderer/features/page/page-histories'
import { openPage, type PageSettings } from '../../../renderer/features/page/page-view'
import { redo, undo } from '../../../renderer/features/page/page-undo'
import { shortcuts } from '../../../renderer/lib/shortcuts'
import { runMixed, runTwins, type TwinPage } from '../../support/twin-runs'

const settings: PageSettings = {
  readOnly: false,
  spellCheck: false,
  label: 'Page',
  describedBy: '',
  placeholder: '',
  phrases: {},
}
const nonce = document.querySelector('meta[name=nonce]')?.getAttribute('content') ?? ''

function open(text: Y.Text): TwinPage {
  const parent = document.createElement('section')
  document.body.append(parent)
  const { view } = openPage(
    {
      parent,
      entryId: 'one',
      body: '',
      shared: { text, presence: null },
      selection: undefined,
      nonce,
      keysOf: (id) => shortcuts[id].keys,
      settings,
      histories: createPageHistories(),
    },
    { onUpdate() {}, onChanges() {}, onOpenLink() {}, onEditLink() {}, onFind() {}, onPasteFailed() {} },
  )
  const close = () => {
    view.destroy()
    parent.remove()
  }
  return { view, undo: () => void undo(view), redo: () => void redo(view), close }
}

/** Runs of tests/support/twin-runs.ts with the app's pages. */
const driven = {
  runTwins: (run: Parameters<typeof runTwins>[0]) => runTwins(run, open),
  runMixed: (run: Parameters<typeof runMixed>[0]) => runMixed(run, open),
}
export type DrivenTwins = typeof driven
declare global {
  // oxlint-disable-next-line no-var
  var twins: DrivenTwins
}
globalThis.twins = driven
