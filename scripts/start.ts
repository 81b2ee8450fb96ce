import { openApp } from './open-app'

/** `npm start`. */
process.exitCode = await openApp(process.argv.slice(2))
