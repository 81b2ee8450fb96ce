/** The parameters of Punycode (RFC 3492, section 5). */
const [base, tMin, tMax, skew, damp, firstBias, firstCode] = [36, 1, 26, 38, 700, 72, 0x80]

/**
 * The Unicode form of one label of a host, as `xn--mnchen-3ya` is of `münchen` (RFC 3492, section 6.2); null when it is
 * no such label. The longest that a host may have is 63 letters: what is longer is none.
 */
export function unicodeLabel(label: string): string | null {
  const [, basic = '', delta = ''] = /^xn--(?:([a-z\d-]*)-)?([a-z\d]+)$/i.exec(label) ?? []
  return delta === '' || label.length > 63 ? null : decoded(basic, delta)
}

function decoded(basic: string, delta: string): string | null {
  const codes = Array.from(basic, (letter) => letter.charCodeAt(0))
  let [code, bias, place, from] = [firstCode, firstBias, 0, 0]
  while (from < delta.length) {
    const { value, end } = variableInteger(delta, from, bias)
    const length = codes.length + 1
    bias = adapted(value, length, from === 0)
    code += Math.floor((place + value) / length)
    place = (place + value) % length
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null
    codes.splice(place++, 0, code)
    from = end
  }
  return String.fromCodePoint(...codes)
}

/** The number that begins at `from`, and where the next one does; far too large when it has no end. */
function variableInteger(digits: string, from: number, bias: number): { value: number; end: number } {
  let [value, weight] = [0, 1]
  for (let at = from, k = base; at < digits.length; at++, k += base) {
    const digit = digitOf(digits.charCodeAt(at))
    const threshold = Math.min(tMax, Math.max(tMin, k - bias))
    value += digit * weight
    if (digit < threshold) return { value, end: at + 1 }
    weight *= base - threshold
  }
  return { value: Number.MAX_SAFE_INTEGER, end: digits.length }
}

/** `a` to `z` are 0 to 25 in either case, `0` to `9` are 26 to 35. */
const digitOf = (unit: number) => (unit < 0x3a ? unit - 22 : (unit & 0x1f) - 1)

function adapted(value: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(value / (isFirst ? damp : 2))
  delta += Math.floor(delta / length)
  let k = 0
  for (; delta > ((base - tMin) * tMax) / 2; k += base) delta = Math.floor(delta / (base - tMin))
  return k + Math.floor(((base - tMin + 1) * delta) / (delta + skew))
}
