import { markdown } from '@codemirror/lang-markdown'
import { EditorView } from '@codemirror/view'
import './probes'

/** CodeMirror with the Markdown language and wrapped lines, and nothing else, at the width of the app's page. */
const text: string = await (await fetch('text.json')).json()
const parent = document.getElementById('root')
if (parent) parent.style.width = '640px'
const fixedHeight = EditorView.theme({ '&': { height: '700px' }, '.cm-scroller': { overflow: 'auto' } })
const view = new EditorView({ doc: text, extensions: [markdown(), EditorView.lineWrapping, fixedHeight] })
parent?.append(view.dom)
