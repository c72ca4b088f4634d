import { parseArgs } from 'node:util'
import { localIssuer } from './identity-provider/address.ts'
import { fetchToken, ProviderUnreachable, UnknownPersona } from './identity-provider/fetch-token.ts'
import { isLevel, levelNames } from './identity-provider/levels.ts'

export { fetchToken, ProviderUnreachable, UnknownPersona } from './identity-provider/fetch-token.ts'

const usage = `Usage: npm run token -- NAME [--level high|substantial] [--issuer URL]

Prints an access token of the local identity provider for a persona, and nothing else, on standard output.
An issuer other than ${localIssuer(undefined)} is named by --issuer, or by PORT when npm start had it too.`

/** Everything but the token goes to standard error: `TOKEN=$(npm run --silent token -- kari)` must hold a token. */
async function main(): Promise<number> {
  let options: ReturnType<typeof readArguments>
  try {
    options = readArguments()
  } catch (error) {
    return complain(`${(error as Error).message}\n\n${usage}`)
  }
  if (options.help) return complain(usage)
  try {
    console.log(await fetchToken(options))
    return 0
  } catch (error) {
    if (error instanceof UnknownPersona) {
      return complain(`There is no persona "${options.persona}". There are:\n  ${error.known.join('\n  ')}`)
    }
    if (error instanceof ProviderUnreachable) {
      return complain(`The identity provider does not answer at ${options.issuer}. Start it first: npm start`)
    }
    throw error
  }
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      level: { type: 'string', default: 'high' },
      issuer: { type: 'string', default: localIssuer(process.env.PORT) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { level, issuer, help } = values
  const [persona = '', ...rest] = positionals
  if (help) return { persona, level: 'high' as const, issuer, help }
  if (persona === '' || rest.length > 0) throw new Error('Name one persona.')
  if (!isLevel(level)) throw new Error(`--level is one of ${levelNames.join(', ')}.`)
  if (!URL.canParse(issuer)) throw new Error('--issuer is a URL.')
  return { persona, level, issuer, help }
}

function complain(text: string): number {
  console.error(text)
  return 2
}

if (import.meta.main) process.exitCode = await main()
