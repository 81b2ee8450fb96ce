import { getHeapStatistics } from 'node:v8'

// Tells how large V8 lets the heap of this process grow; the arguments are a vault process's.
const tell = (message: unknown) => {
  if (process.parentPort) process.parentPort.postMessage(message)
  else process.send?.(message)
}
tell({ type: 'signal', name: 'heap', payload: getHeapStatistics().heap_size_limit })
