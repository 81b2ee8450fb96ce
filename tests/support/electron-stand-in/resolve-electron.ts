import type { ResolveHook } from 'node:module'

/** Wherever a module imports 'electron' it gets the stand-in. */
export const resolve: ResolveHook = (specifier, context, next) =>
  next(specifier === 'electron' ? new URL('electron.js', import.meta.url).href : specifier, context)
