import { diskFiles } from '../../electron/adapters/disk-files'
import { createCutDisk } from '../support/cut-disk'
import { createFaultyFiles } from '../support/faulty-files'
import { describeFiles } from './files'

describeFiles('the disk', diskFiles)
describeFiles('a faulty disk that has no fault', createFaultyFiles(diskFiles).files)
describeFiles('a disk that is not cut off', createCutDisk(diskFiles).files)
