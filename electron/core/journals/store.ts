/** A keyed set of documents in memory whose changes are written when asked: what lowdb on the vault's log gives. */
export interface Store<Document> {
  /** Replace a document, never mutate it. */
  readonly documents: Record<string, Document>
  /** Says that the document under this key was replaced, added or removed since the last write. */
  touch(key: string): void
  /** Resolves when every touched document is durable; on failure they stay touched and the next write takes them. */
  write(): Promise<void>
}
