// On SIGUSR1 Node opens a port through which any program of this person sees everything in this process. A handler of our
// own takes its place: imported before all else, for until it is there the port can be opened. Windows has no such signal
// but another way to the same (process._debugProcess), which only a fuse of the packaged app shuts.
process.on('SIGUSR1', () => {})

/** What keeps a Node process that is started with it from opening that port from its first moment on, where it can. */
export const noInspectorSwitches: readonly string[] = ['--disable-sigusr1'].filter((name) =>
  process.allowedNodeEnvironmentFlags.has(name),
)
