import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile from 'write-excel-file/node'
import type { Table } from './columns.ts'

/** Writes one workbook and ends. Every cell is a text or a number; a text is never read as a formula. */
const { heads, rows } = workerData as Table
const head = heads.map(text => ({ value: text, type: String, fontWeight: 'bold' as const }))
const body = rows.map(row =>
  row.map(cell =>
    cell === null ? null : typeof cell === 'number' ? { value: cell, type: Number } : { value: cell, type: String },
  ),
)
const bytes = await writeExcelFile([head, ...body], {
  sheet: 'Innreiser',
  stickyRowsCount: 1,
  columns: heads.map(() => ({ width: 20 })),
}).toBuffer()
parentPort?.postMessage(new Uint8Array(bytes))
