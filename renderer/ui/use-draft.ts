import type { CalendarDate, Time } from '@internationalized/date'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** What is typed into a field, apart from its value until it is finished. */
export interface Draft<T> {
  readonly value: T
  readonly isRefused: boolean
  onChange(next: T | null): void
  /** What the field's parts name now; null where that is nothing whole. */
  hear(typed: T | null): void
  /** A key was pressed that changes something: what was said about the last try no longer holds. */
  edit(): void
  /** Gives on what was typed, if anything was. `isLeft`: the person has turned to something else altogether. */
  finish(how: { isLeft: boolean }): void
  /** Takes a value that was picked. */
  choose(picked: T): void
}

interface Typing<T> {
  /** Something was typed that isn't finished yet. */
  isTyping: boolean
  typed: T | null
  /** It was refused as the person turned away, so that they may not have seen it. */
  isUnseen: boolean
}

/**
 * Keeps what is typed until it is finished, which it also is when the field goes away. A value that changes elsewhere
 * meanwhile shows once nobody types. `onRefusedAway` is told of what was refused while nobody could see it any more.
 */
export function useDraft<T extends CalendarDate | Time>(
  value: T,
  told: { onValue(value: T): void; onRefusedAway(): void },
): Draft<T> {
  const [draft, setDraft] = useState(value)
  const [followed, setFollowed] = useState(value)
  const [isTyping, setTyping] = useState(false)
  const [isRefused, setRefused] = useState(false)
  if (!isTyping && followed.toString() !== value.toString()) {
    setFollowed(value)
    setDraft(value)
  }
  const latest = useRef({ value, ...told })
  useLayoutEffect(() => {
    latest.current = { value, ...told }
  })
  const typing = useRef<Typing<T>>({ isTyping: false, typed: null, isUnseen: false })
  useEffect(() => () => finishGone(typing.current, latest.current), [])

  const give = (typed: T | null) => {
    setTyping(false)
    setFollowed(value)
    // React Aria puts another day in the place of one that doesn't exist; another object makes it show this one.
    setDraft(typed ?? copyOf(value))
    if (typed && typed.toString() !== value.toString()) told.onValue(typed)
  }
  return {
    value: draft,
    isRefused,
    onChange(next) {
      if (next) setDraft(next)
    },
    hear(typed) {
      typing.current.typed = typed
    },
    edit() {
      typing.current.isTyping = true
      setTyping(true)
      setRefused(false)
    },
    finish({ isLeft }) {
      const { current } = typing
      if (!current.isTyping) return
      current.isTyping = false
      current.isUnseen = isLeft && current.typed === null
      setRefused(current.typed === null)
      give(current.typed)
    },
    choose(picked) {
      typing.current.isTyping = false
      setRefused(false)
      give(picked)
    },
  }
}

/** The field has gone: what was typed in it still counts, and what can't count is said elsewhere. */
function finishGone<T extends CalendarDate | Time>(
  { isTyping, typed, isUnseen }: Typing<T>,
  { value, onValue, onRefusedAway }: { value: T; onValue(value: T): void; onRefusedAway(): void },
): void {
  if (isTyping && typed && typed.toString() !== value.toString()) onValue(typed)
  if (isUnseen || (isTyping && !typed)) onRefusedAway()
}

const copyOf = <T extends CalendarDate | Time>(value: T) => value.copy() as T
