import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readKeyFile, readOrMakeKey } from './identity-provider/keys.ts'
import { makeProof } from './identity-provider/make-proof.ts'
import { cliDpopKey } from './named-token.ts'

const usage = `Usage: npm run dpop -- METHOD URL TOKEN [--key FILE] [--keys DIR]

Prints a DPoP proof (RFC 9449) for one request with one token, and nothing else, on standard output. It is good for one
request, within half a minute. --key is the private key (JWK, ES256) the token is bound to: the one of npm run token unless
said, which is in --keys (DATA_DIR/keys).`

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        keys: { type: 'string', default: join(process.env.DATA_DIR ?? '.helsegraf', 'keys') },
      },
    })
    const [method, url, token, ...rest] = positionals
    if (!method || !url || !token || rest.length > 0) throw new Error('Name a method, an address and a token.')
    if (!URL.canParse(url)) throw new Error('The address is a URL.')
    const key = values.key === undefined ? await readOrMakeKey(values.keys, cliDpopKey) : await readKeyFile(values.key)
    console.log(await makeProof({ key, method: method.toUpperCase(), url, token, now: new Date() }))
    return 0
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    return 2
  }
}

if (import.meta.main) process.exitCode = await main()
