/** The placeholder that the build writes wherever a nonce belongs (Vite's `html.cspNonce`). */
export const noncePlaceholder = '__CSP_NONCE__'

/**
 * The Content-Security-Policy of every page: own scripts, styles by nonce, own images and fonts, connections only to
 * `connect`; nothing else, no frames, no forms, no base.
 */
export function contentPolicy(options: { nonce: string; connect: string }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${options.nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    `connect-src ${options.connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Headers that go with every answer in both hosts. */
export const answerHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}
