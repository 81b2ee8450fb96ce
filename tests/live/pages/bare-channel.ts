interface Signal {
  readonly bare: { description?: RTCSessionDescriptionInit | null; candidate?: RTCIceCandidateInit }
}

/** A data channel between the two windows with nothing of ours in it: whatever comes to the one who answers goes back. */
export function createBareChannel(send: (message: string) => void) {
  const connection = new RTCPeerConnection({ iceServers: [] })
  const channel = connection.createDataChannel('bare', { negotiated: true, id: 0 })
  const tell = (bare: Signal['bare']) => send(JSON.stringify({ bare } satisfies Signal))
  connection.addEventListener('icecandidate', ({ candidate }) => candidate && tell({ candidate: candidate.toJSON() }))
  const whenOpen = new Promise<void>((resolve) => channel.addEventListener('open', () => resolve(), { once: true }))
  return {
    whenOpen,
    answer: () => channel.addEventListener('message', ({ data }: MessageEvent<string>) => channel.send(data)),
    async offer() {
      await connection.setLocalDescription(await connection.createOffer())
      tell({ description: connection.localDescription })
    },
    async hear(message: string) {
      const { description, candidate } = (JSON.parse(message) as Signal).bare
      if (description) await connection.setRemoteDescription(description)
      if (description?.type === 'offer') {
        await connection.setLocalDescription(await connection.createAnswer())
        tell({ description: connection.localDescription })
      }
      if (candidate) await connection.addIceCandidate(candidate)
    },
    /** From a message until it is back; ms. */
    async echo(): Promise<number> {
      const begun = performance.now()
      const back = new Promise<void>((resolve) => channel.addEventListener('message', () => resolve(), { once: true }))
      channel.send('a key')
      await back
      return performance.now() - begun
    },
  }
}
