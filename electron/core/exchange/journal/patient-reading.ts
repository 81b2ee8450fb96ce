import { type Failure, failureOf } from '../../../../shared/failure'
import type { LinkNews } from '../../protocol/link-protocol'
import type { Clock } from '../../ports'
import type { JournalsInUse } from './journals-in-use'

/** How often, and after how many ms each time, a mirror is read again of which the disk can't read some. */
const tries = 6
const tryAgainMs = 2000

const pause = (clock: Clock) =>
  new Promise<void>((resolve) => {
    clock.after(tryAgainMs, resolve)
  })

/** Opens the journals once all of them can be read; what can't be read for long is missed for this time, and stays. */
export async function openPatiently(
  journals: Pick<JournalsInUse, 'open'>,
  clock: Clock,
  onFailed: (failure: Failure) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await journals.open({ mayMiss: attempt === tries })
    } catch (error) {
      if (failureOf(error).code !== 'disk-failed' || attempt === tries) throw error
      onFailed(failureOf(error))
    }
    await pause(clock)
  }
}

/** Takes in files that have arrived, those that can't be read now in a while: applied twice, a file changes nothing. */
export async function takeIn(
  journals: Pick<JournalsInUse, 'arrived'>,
  clock: Clock,
  { names, small }: Extract<LinkNews, { type: 'arrived' }>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await journals.arrived(names, small)
    } catch (error) {
      if (failureOf(error).code !== 'disk-failed' || attempt === tries) throw error
    }
    await pause(clock)
  }
}
