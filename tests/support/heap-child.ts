import { getHeapStatistics } from 'node:v8'

// Tells with which flags V8 runs in this process, and how large it lets the heap grow; the arguments are a vault process's.
const heap = {
  flags: process.execArgv.filter((word) => word.includes('semi-space')),
  limit: getHeapStatistics().heap_size_limit,
}
const message = { type: 'signal', name: 'heap', payload: heap }
if (process.parentPort) process.parentPort.postMessage(message)
else process.send?.(message)
