import { useEffect, useState } from 'react'
import { passphraseStrength, type PassphraseStrength } from '../../shared/passphrase-strength'

/** A pause in typing after which the passphrase is weighed: weighing takes up to a fifth of a second. */
const pause = 250

/** How strong the typed passphrase is, a moment after the last key; null while nothing is typed or known yet. */
export function usePassphraseStrength(passphrase: string, name: string): PassphraseStrength | null {
  const [weighed, setWeighed] = useState<PassphraseStrength | null>(null)

  useEffect(() => {
    let current = true
    const timer = setTimeout(async () => {
      const strength = passphrase ? await passphraseStrength(passphrase, [name]) : null
      if (current) setWeighed(strength)
    }, pause)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [passphrase, name])

  return passphrase ? weighed : null
}
