import { startTransition, useEffect, useState } from 'react'

/** A value that follows another after the screen has been painted with it elsewhere; `before` until the first time. */
export function useAfterPaint<T>(value: T, before: T): T {
  const [shown, setShown] = useState(before)
  useEffect(() => {
    startTransition(() => setShown(value))
  }, [value])
  return shown
}
