import { osloDay } from '../../../schema/scalars/local-date.ts'
import { cursorOf, pageOf } from '../domain/choose.ts'
import { type ListContext, type OpenList, readEntries, type Shown } from '../lists/open-list.ts'
import type { ListFileFormat } from '../schema/list-codes.ts'
import type { TravellerFile } from '../schema/traveller-list.ts'
import { type Table, toTable } from './columns.ts'
import { writeCsv } from './write-csv.ts'
import { writeXlsx } from './write-xlsx.ts'

/** Beyond it a file would be more than an answer may carry, and more than anybody calls in a day. */
const largestFile = 5_000
const rowsPerQuestion = 500

const formats: Readonly<
  Record<
    ListFileFormat,
    { mediaType: string; extension: string; write(table: Table): Uint8Array | Promise<Uint8Array> }
  >
> = {
  CSV: { mediaType: 'text/csv; charset=utf-8', extension: 'csv', write: writeCsv },
  XLSX: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    write: writeXlsx,
  },
}

/** The list from its cursor on, by the law that opened it: what it may not show is no column. */
export async function toListFile(list: OpenList, format: ListFileFormat, context: ListContext): Promise<TravellerFile> {
  const { question, choice, hasOutcomes } = list
  const { page, from, hasNext } = pageOf(choice.chosen, { first: largestFile, after: question.after })
  const shown: Shown[] = []
  for (let at = 0; at < page.length; at += rowsPerQuestion) {
    shown.push(...(await readEntries(list, page.slice(at, at + rowsPerQuestion), from + at, context)))
  }
  const { mediaType, extension, write } = formats[format]
  const bytes = await write(toTable(shown, question, hasOutcomes, context.locale))
  const last = page.at(-1)
  return {
    name: `innreiser-${question.kommune ?? 'nasjonalt'}-${osloDay(context.now)}.${extension}`,
    mediaType,
    content: Buffer.from(bytes).toString('base64'),
    rows: shown.length,
    endCursor: hasNext && last ? cursorOf(last, from + page.length) : null,
  }
}
