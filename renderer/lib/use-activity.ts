import { background, bestEffort } from '../../shared/background'
import { useEffect } from 'react'
import type { TwofoldApi } from './api'

/** The most often that activity is reported, in ms. */
const reportEvery = 10_000

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** Tells the host that the person is here, so that the vault stays open while it is used. */
export function useActivity(api: TwofoldApi): void {
  useEffect(() => {
    let reported = 0
    const report = () => {
      if (Date.now() - reported < reportEvery) return
      reported = Date.now()
      // A host that can't be reached locks by itself, and the page says so elsewhere.
      background(bestEffort(api.app.activity()))
    }
    for (const sign of signs) addEventListener(sign, report, { capture: true, passive: true })
    return () => {
      for (const sign of signs) removeEventListener(sign, report, { capture: true })
    }
  }, [api])
}
