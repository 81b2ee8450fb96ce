import { diskFiles } from '../../electron/adapters/disk-files'
import { createCutDisk } from '../support/cut-disk'
import { createFaultyFiles } from '../support/faulty-files'
import { createPowerDisk } from '../support/power-disk'
import { seededNumbers } from '../support/seeded-random'
import { describeDisk, describeFiles } from './files'

for (const [name, files] of [
  ['the disk', diskFiles],
  ['a faulty disk that has no fault', createFaultyFiles(diskFiles).files],
  ['a disk that is not cut off', createCutDisk(diskFiles).files],
] as const) {
  describeFiles(name, files)
  describeDisk(name, files)
}
describeFiles(
  'a disk that keeps its power',
  createPowerDisk(seededNumbers(1), { flushesWhatIsRead: true }).process(),
  (path) => `/vaults/${path}`,
)
