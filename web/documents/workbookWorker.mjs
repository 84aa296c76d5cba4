import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile from 'write-excel-file/node'

/** Writes one workbook beside the server, which answers others meanwhile. See workbook.ts. */
const buffer = await writeExcelFile(workerData.sheets).toBuffer()
parentPort?.postMessage(buffer)
