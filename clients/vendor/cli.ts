#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { runContract } from './contract/run-contract.ts'
import { describeFailure } from './describe-failure.ts'
import { createGraph, makeProof, readPrivateKey } from './index.ts'
import { sandboxSettings } from './sandbox-settings.ts'
import { openLogin, readSettings } from './settings.ts'

const usage = `Usage: helsegraf COMMAND [--settings helsegraf.json] [--as NAME]

  init --keys DIR [--port 4000] [--login helse-id|maskinporten]
                        writes settings for a sandbox on this machine (npm start); DIR is where it keeps its keys
  token                 prints an access token, and nothing else
  proof METHOD URL      prints a DPoP proof for one request with the token on standard input
  query [FILE]          runs the document in FILE, or on standard input; --variables JSON, --language nb|nn|en
  contract              tries what this package relies on against the graph; --operations DIR for your own documents

Without --as the tool itself asks. --as browser lets a person sign in; another name is somebody of the sandbox.`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      settings: { type: 'string', default: 'helsegraf.json' },
      as: { type: 'string' },
      variables: { type: 'string', default: '{}' },
      language: { type: 'string', default: 'nb' },
      operations: { type: 'string' },
      keys: { type: 'string' },
      port: { type: 'string', default: '4000' },
      login: { type: 'string', default: 'helse-id' },
    },
  })
  const [command, ...rest] = positionals
  if (command === 'init') {
    if (!values.keys || (values.login !== 'helse-id' && values.login !== 'maskinporten')) throw new Error(usage)
    const settings = sandboxSettings({ keys: values.keys, port: Number(values.port), login: values.login })
    await writeFile(values.settings, `${JSON.stringify(settings, null, 2)}\n`, { flag: 'wx' })
    console.error(`${values.settings} is written.`)
    return 0
  }
  if (!['token', 'proof', 'query', 'contract'].includes(command ?? '')) throw new Error(usage)
  const settings = await readSettings(values.settings)
  if (command === 'proof') {
    const [method = 'POST', url = settings.graph] = rest
    const key = await readPrivateKey(settings.proofKeyFile ?? '')
    console.log(await makeProof({ key, method, url, token: (await textOf(process.stdin)).trim() }))
    return 0
  }
  const tokens = await openLogin(settings, values.as)
  switch (command) {
    case 'token':
      console.log(await tokens.token())
      return 0
    case 'contract':
      return runContract({ settings, tokens, operations: values.operations })
    default: {
      const language = values.language === 'nn' || values.language === 'en' ? values.language : 'nb'
      const text = rest[0] === undefined ? await textOf(process.stdin) : await readFile(rest[0], 'utf8')
      const { data, errors } = await createGraph({ url: settings.graph, tokens, language }).ask(
        text,
        JSON.parse(values.variables),
      )
      console.log(JSON.stringify(data, null, 2))
      for (const error of errors) console.error(`${error.path.join('.')}: ${describeFailure(error)}`)
      return errors.length > 0 ? 1 : 0
    }
  }
}

process.exitCode = await main().catch(error => {
  console.error(describeFailure(error))
  return 2
})
