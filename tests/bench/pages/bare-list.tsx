import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { entryHeight } from '../../../renderer/features/timeline/rows'
import './probes'

/** A virtualised list of plain lines of text, each as high as a row of the app's timeline, that comes and goes. */
function BareList({ rows }: { rows: readonly string[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => entryHeight,
  })
  return (
    <div ref={scroller} style={{ height: 740, width: 320, overflow: 'auto' }}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ key, index, start, size }) => (
          <div
            key={key}
            data-row
            style={{ position: 'absolute', height: size, overflow: 'hidden', transform: `translateY(${start}px)` }}
          >
            {rows[index]}
          </div>
        ))}
      </div>
    </div>
  )
}

function Page({ rows }: { rows: readonly string[] }) {
  const [isShown, setShown] = useState(false)
  return (
    <>
      <button onClick={() => setShown(true)}>Timeline</button>
      <button onClick={() => setShown(false)}>Elsewhere</button>
      {isShown ? <BareList rows={rows} /> : null}
    </>
  )
}

const rows: string[] = await (await fetch('rows.json')).json()
const container = document.getElementById('root')
if (container) createRoot(container).render(<Page rows={rows} />)
