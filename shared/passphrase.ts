/**
 * The form in which a passphrase is stretched and two typings of it are the same: NFKC, since systems compose letters
 * differently, and half a surrogate pair as the U+FFFD that UTF-8 makes of it. Part of the vault's format.
 */
export const passphraseForm = (typed: string): string => typed.toWellFormed().normalize('NFKC')
