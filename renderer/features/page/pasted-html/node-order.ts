/** The node that follows in the order of the document, within `root`; with `over`, one that doesn't lie in `node`. */
export function nextNode(node: Node, root: Node, { over }: { over: boolean }): Node | null {
  if (!over && node.firstChild) return node.firstChild
  for (let up: Node | null = node; up && up !== root; up = up.parentNode) if (up.nextSibling) return up.nextSibling
  return null
}

/** All text below a node however deep it lies, but for what is in elements that are `skipped`. */
export function textBelow(root: Node, isSkipped: (element: Element) => boolean): string {
  let text = ''
  for (let node = root.firstChild; node;) {
    const over: boolean = node.nodeType === node.ELEMENT_NODE && isSkipped(node as Element)
    if (node.nodeType === node.TEXT_NODE) text += node.nodeValue ?? ''
    node = nextNode(node, root, { over }) as ChildNode | null
  }
  return text
}
