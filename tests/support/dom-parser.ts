import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The HTML parser that a browser's window has, for tests without one: a real one, by the HTML standard. */
class NodeDomParser {
  parseFromString(html: string): Document {
    // Most tests need none, and loading it takes its time.
    const { createDocument } = require('@mixmark-io/domino') as {
      createDocument(html: string, force: boolean): Document
    }
    return createDocument(html, true)
  }
}

Object.assign(globalThis, { DOMParser: NodeDomParser })
