import { expect } from '@playwright/test'
import { saveDebounce } from '../../../electron/core/journals/autosave'
import { measure, openJournal, withApp } from '../app'
import { interleave } from '../interleave'
import { lackingPepys, type Row } from '../row'
import { bytesBelow, openBareFile } from './autosave'

/** From the last key to 'Saved' on the screen, less the time for which saving waits on purpose. */
export const keystrokeToSaved: Row = {
  name: 'keystroke-to-saved',
  limitName: 'an append of as many bytes to an open file beside it, and fdatasync',
  goal: {},
  async measure(surroundings) {
    const vault = await surroundings.pepysVault()
    if (!vault) return lackingPepys
    return withApp(vault, async ({ page }) => {
      await openJournal(page, surroundings)
      await page.getByRole('option').first().dblclick()
      await expect(page.locator('.cm-content')).toBeFocused()
      const save = async () => {
        const status = page.getByText('Saved', { exact: true })
        const untilSaved = () => status.evaluate((element) => twofoldProbes.lastKeyToSameWords(element))
        return (await measure(page, untilSaved, () => page.keyboard.type('love', { delay: 30 }))) - saveDebounce
      }
      await save()
      const length = await bytesBelow(vault)
      await save()
      const bare = await openBareFile(vault, (await bytesBelow(vault)) - length)
      const samples = await interleave({ rounds: 40, warmUps: 3, limit: bare.append, product: save })
      await bare.close()
      return samples
    })
  },
}
