import { buildIfStale } from '../../scripts/build'

/** Before any test: the app is built, since the smoke suite and the host's tests run what is built. */
export const setup = buildIfStale
