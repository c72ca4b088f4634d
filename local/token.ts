import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { localIssuer } from './identity-provider/address.ts'
import { breakages } from './identity-provider/break-token.ts'
import { ProviderUnreachable, UnknownPersona } from './identity-provider/fetch-token.ts'
import { TokenRefused } from './identity-provider/fetch-work-token.ts'
import { readKeyFile } from './identity-provider/keys.ts'
import { isLevel, levelNames } from './identity-provider/levels.ts'
import { networks } from './identity-provider/work-names.ts'
import { fetchNamedToken } from './named-token.ts'

export { fetchToken, ProviderUnreachable, UnknownPersona } from './identity-provider/fetch-token.ts'

const usage = `Usage: npm run token -- NAME [--level high|substantial] [--client ID] [--scope SCOPES]
         [--network helsenett|internett] [--broken WAY] [--dpop-key FILE] [--keys DIR] [--issuer URL]

Prints an access token of the local identity provider for a persona, and nothing else, on standard output.
NAME is a citizen (kari), somebody at work (lege-bergen), or a system (fhi). README.md lists them.
Tokens of those at work are bound to a key: send each with a proof, which npm run dpop prints.
--broken gives a token with one thing wrong: ${breakages.join(', ')}.
--keys is where npm start keeps its keys: DATA_DIR/keys unless said.
An issuer other than ${localIssuer(undefined)} is named by --issuer, or by PORT when npm start had it too.`

/** Everything but the token goes to standard error: `TOKEN=$(npm run --silent token -- kari)` must hold a token. */
async function main(): Promise<number> {
  let options: ReturnType<typeof readArguments>
  try {
    options = readArguments()
  } catch (error) {
    return complain(`${(error as Error).message}\n\n${usage}`)
  }
  if (!options) return complain(usage)
  const { dpopKeyFile, ...request } = options
  let dpopKey: Awaited<ReturnType<typeof readKeyFile>> | undefined
  try {
    dpopKey = dpopKeyFile === undefined ? undefined : await readKeyFile(dpopKeyFile)
  } catch (error) {
    return complain(`${(error as Error).message}\n\n${usage}`)
  }
  try {
    console.log(await fetchNamedToken({ ...request, dpopKey }))
    return 0
  } catch (error) {
    if (error instanceof UnknownPersona) {
      return complain(`There is no persona "${options.name}". There are:\n  ${error.known.join('\n  ')}`)
    }
    if (error instanceof ProviderUnreachable) {
      return complain(`The identity provider does not answer at ${options.issuer}. Start it first: npm start`)
    }
    if (error instanceof TokenRefused) return complain(`The identity provider refuses: ${error.message}`)
    throw error
  }
}

/** Undefined: help is wanted. */
function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      level: { type: 'string', default: 'high' },
      client: { type: 'string' },
      scope: { type: 'string' },
      network: { type: 'string' },
      broken: { type: 'string' },
      'dpop-key': { type: 'string' },
      keys: { type: 'string', default: join(process.env.DATA_DIR ?? '.helsegraf', 'keys') },
      issuer: { type: 'string', default: localIssuer(process.env.PORT) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const { level, issuer, client, scope, broken, keys: keysDirectory, 'dpop-key': dpopKeyFile } = values
  const network = networks.find(name => name === values.network)
  const [name = '', ...rest] = positionals
  if (name === '' || rest.length > 0) throw new Error('Name one persona.')
  if (!isLevel(level)) throw new Error(`--level is one of ${levelNames.join(', ')}.`)
  if (values.network !== undefined && !network) throw new Error(`--network is one of ${networks.join(', ')}.`)
  if (broken !== undefined && !breakages.includes(broken))
    throw new Error(`--broken is one of ${breakages.join(', ')}.`)
  if (!URL.canParse(issuer)) throw new Error('--issuer is a URL.')
  return { name, level, issuer, client, scope, network, broken, keysDirectory, dpopKeyFile }
}

function complain(text: string): number {
  console.error(text)
  return 2
}

if (import.meta.main) process.exitCode = await main()
