import { readdir, readFile, readlink } from 'node:fs/promises'

/** TCP_LISTEN in /proc/net/tcp, in hex (proc_pid_net(5); include/net/tcp_states.h). */
const listening = '0A'

/** The TCP ports on which a process listens, in order; Linux alone says so. */
export async function listeningPorts(pid: number): Promise<number[]> {
  const handles = await readdir(`/proc/${pid}/fd`)
  const targets = await Promise.all(handles.map((handle) => readlink(`/proc/${pid}/fd/${handle}`).catch(() => '')))
  const sockets = new Set(targets)
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8')))
  return tables
    .flatMap((table) => table.trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === listening && sockets.has(`socket:[${inode}]`))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16))
    .toSorted((a, b) => a - b)
}
