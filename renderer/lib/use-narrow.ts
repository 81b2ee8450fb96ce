import { useSyncExternalStore } from 'react'

/** Below this width list and page alternate; the sidebar, a list of 320 px and a page of 66 letters need it. */
const query = matchMedia('(max-width: 1019px)')

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** True where the window has no room for list and page side by side. */
export const useNarrow = () => useSyncExternalStore(subscribe, () => query.matches)
