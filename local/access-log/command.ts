import { parseArgs } from 'node:util'

export const usage = `Usage: npm run accesslog -- verify [--heads FILE]
       npm run accesslog -- prepare [--writer ROLE] [--reader ROLE]

verify   reads the whole access log and says whether anything in it was changed, removed, moved or cut off: where, first.
         The database is DATABASE_URL, and the keys are ACCESS_LOG_PUBLIC_JWKS. Without DATABASE_URL it is the embedded
         one in DATA_DIR, also while npm start has it open.
         --heads FILE   signed heads that were kept elsewhere, one JSON object a line, as subgraphs log them
prepare  makes the tables in DATABASE_URL, a role that may only insert and a role that may only read, neither with a login:
         «grant helsegraf_access_log_writer to …» gives it to those that have one`

export type Command =
  | { readonly do: 'verify'; readonly headsFile: string | undefined }
  | { readonly do: 'prepare'; readonly writer: string; readonly reader: string }
  | { readonly do: 'help' }

/** @throws Error saying what is missing or does not fit */
export function readCommand(argv: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      heads: { type: 'string' },
      writer: { type: 'string', default: 'helsegraf_access_log_writer' },
      reader: { type: 'string', default: 'helsegraf_access_log_reader' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return { do: 'help' }
  const [what, ...rest] = positionals
  if (rest.length > 0) throw new Error(`There is one thing too many: ${rest[0]}`)
  switch (what) {
    case 'verify':
      return { do: 'verify', headsFile: values.heads }
    case 'prepare':
      return { do: 'prepare', writer: values.writer, reader: values.reader }
    default:
      throw new Error('Say verify or prepare.')
  }
}
