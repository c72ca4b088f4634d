import { readFile, writeFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type Desk, decode, type ExitCode, exitCodes, issue, Unusable, verify } from './hc1/commands.ts'
import { readMoment } from './hc1/read-facts.ts'

const usage = `Usage: npm run --silent hc1 -- COMMAND [FILE] [options]

FILE holds a certificate's text (HC1:…, or NO1:… for use in Norway), or for issue the facts as JSON; standard input when there is none or it is -.

  decode   prints header, claims and payload as JSON. Verifies nothing.
  verify   prints "valid", or "refused" and the reason.
             --trust FILE        JSON of key id → certificate (base64 DER), or PEM; may be repeated
             --at INSTANT        another moment than now, as 2021-11-22T09:30:00Z
  issue    prints the certificate made of the facts.
             --key FILE          PKCS#8 PEM on P-256
             --certificate FILE  the document signer certificate of that key, PEM
             --qr FILE.svg       writes the QR code as well
             --until INSTANT     when it expires; unless set 90 days on for a vaccination,
                                 72 hours after the sample for a test, with its last day for a recovery
             --at INSTANT        another moment than now
             --country CC        issuing country; NO unless set
             --issuer NAME       unless set Norwegian Institute of Public Health
             --uvci-key FILE     secret (base64) that makes certificate ids; unless set one of the signing key

Exit status: 0 good, 1 refused, 2 could not be tried (usage, unreadable file).`

/** One run of the tool. Only the answer goes to standard output. */
export async function run(args: readonly string[], desk: Desk): Promise<ExitCode> {
  try {
    const { values, positionals } = readArguments(args)
    const [command, file, ...rest] = positionals
    if (values.help) {
      desk.print(usage)
      return exitCodes.good
    }
    if (rest.length > 0) throw new Unusable('One file at a time')
    const [at, until] = [momentOf('--at', values.at), momentOf('--until', values.until)]
    switch (command) {
      case 'decode':
        return await decode(desk, { file })
      case 'verify':
        if (values.trust.length === 0) throw new Unusable('verify needs --trust FILE: whose signature counts?')
        return await verify(desk, { file, trust: values.trust, at })
      case 'issue': {
        const { key, certificate, country, issuer, qr, 'uvci-key': uvciKey } = values
        if (key === undefined || certificate === undefined) {
          throw new Unusable('issue needs --key FILE and --certificate FILE')
        }
        return await issue(desk, { file, key, certificate, uvciKey, qr, until, at, country, issuer })
      }
      default:
        throw new Unusable(`${usage}\n\nSay decode, verify or issue`)
    }
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    desk.remark(`${error.message}.`)
    return exitCodes.unusable
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        trust: { type: 'string', multiple: true, default: [] },
        at: { type: 'string' },
        key: { type: 'string' },
        certificate: { type: 'string' },
        'uvci-key': { type: 'string' },
        qr: { type: 'string' },
        until: { type: 'string' },
        country: { type: 'string', default: 'NO' },
        issuer: { type: 'string', default: 'Norwegian Institute of Public Health' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (cause) {
    throw new Unusable(`${usage}\n\n${(cause as Error).message}`, { cause })
  }
}

function momentOf(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const moment = readMoment(text)
  if (!moment) throw new Unusable(`${option} is a moment such as 2021-11-22T09:30:00Z`)
  return moment
}

const terminal: Desk = {
  read: file =>
    (file === undefined || file === '-' ? readAll(process.stdin) : readFile(file, 'utf8')).catch(fail(file)),
  write: (file, text) => writeFile(file, text).catch(fail(file)),
  print: line => console.log(line),
  remark: line => console.error(line),
  now: () => new Date(),
}

function fail(file: string | undefined) {
  return (cause: NodeJS.ErrnoException): never => {
    throw new Unusable(`${file ?? 'Standard input'}: ${cause.code ?? cause.message}`, { cause })
  }
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2), terminal)
