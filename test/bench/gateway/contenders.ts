import { readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../wire/free-port.ts'
import type { Program } from '../wire/pinned-process.ts'
import { grafbaseBinary, peersFolder, root } from './peer-packages.ts'
import { shopSdl, shopSubgraphs } from './shop.ts'
import { issueTokens } from './signed-tokens.ts'

/** Where a contender is to be set up: a folder of the run's own, and the subgraphs' address. */
export type Site = { readonly folder: string; readonly subgraphs: string; readonly supergraph: string }

export type Contestant = {
  readonly program: Program
  readonly url: string
  /** Tokens to send in turn; a word means a new one for every request. */
  readonly tokens: string | readonly string[]
  readonly dispose?: () => PromiseLike<void>
}

export type Contender = {
  readonly label: string
  /** Whether it comes out of the peers' folder, which has to be installed first. */
  readonly isPeer: boolean
  enter(site: Site): Promise<Contestant>
}

const anyToken = 'token-of-the-benchmark'

/** The flags with which `npm run gateway` starts Node: every contender on Node gets the same. */
export function nodeFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { gateway: string } }
  return / node (?<flags>.*?) ?dist\/gateway\/main\.js/.exec(scripts.gateway)?.groups?.flags?.split(' ') ?? []
}

const ourMain = fileURLToPath(new URL('../../../gateway/main.js', import.meta.url))

/** Our gateway as `npm run gateway` starts it, with nothing taken out. */
export async function ourGateway(
  supergraph: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly program: Program; readonly url: string; readonly metricsUrl: string }> {
  const port = await freePort()
  const metricsPort = await freePort()
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    program: {
      name: 'our gateway',
      command: process.execPath,
      args: [...nodeFlags(), ourMain],
      core: 0,
      cwd: root,
      env: {
        SUPERGRAPH: supergraph,
        HOST: '127.0.0.1',
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        // Every contender is sent texts.
        TRUSTED_DOCUMENTS_REQUIRED: 'false',
        ...env,
      },
    },
  }
}

/** A program on Node that takes its port from PORT. */
async function onNode(name: string, file: string, env: Readonly<Record<string, string>>): Promise<Contestant> {
  const port = await freePort()
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    tokens: anyToken,
    program: {
      name,
      command: process.execPath,
      args: [...nodeFlags(), file],
      core: 0,
      env: { PORT: String(port), ...env },
    },
  }
}

const peer = (file: string) => join(peersFolder, file)
const floor = (file: string) => fileURLToPath(new URL(file, import.meta.url))

async function enterGrafbase({ folder: parent, subgraphs }: Site): Promise<Contestant> {
  const port = await freePort()
  // It watches its files: another process of it must not write them anew.
  const folder = await mkdtemp(join(parent, 'grafbase-'))
  const config = join(folder, 'grafbase.toml')
  const graph = join(folder, 'grafbase-graph.toml')
  const sources = shopSubgraphs.map(async name => {
    const file = join(folder, `${name}.graphql`)
    await writeFile(file, shopSdl[name])
    return `[subgraphs.${name}]\nurl = "${subgraphs}/${name}"\nschema_path = "${file}"\n`
  })
  await writeFile(graph, (await Promise.all(sources)).join('\n'))
  await writeFile(
    config,
    `[network]\nlisten_address = "127.0.0.1:${port}"\n\n[[headers]]\nrule = "forward"\nname = "authorization"\n`,
  )
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    tokens: anyToken,
    program: {
      name: 'Grafbase',
      command: grafbaseBinary(),
      args: ['--home', folder, 'dev', '--gateway-config', config, '--graph-overrides', graph, '--port', String(port)],
      core: 0,
      env: { HOME: folder },
      cwd: folder,
    },
  }
}

async function enterMercurius({ folder, subgraphs }: Site): Promise<Contestant> {
  const services = join(folder, 'mercurius-services.json')
  const list = shopSubgraphs.map(name => ({ name, url: `${subgraphs}/${name}`, schema: shopSdl[name] }))
  await writeFile(services, JSON.stringify(list))
  return onNode('Mercurius', peer('mercurius.mjs'), { SERVICES: services })
}

/** By the name under which `--only` chooses them. Those that ratios compare are measured one after the other. */
export const contenders: Readonly<Record<string, Contender>> = {
  apollo: {
    label: '@apollo/server + @apollo/gateway',
    isPeer: true,
    enter: ({ supergraph }) =>
      onNode('@apollo/gateway', peer('apollo.mjs'), { SUPERGRAPH: supergraph, APOLLO_TELEMETRY_DISABLED: 'true' }),
  },
  ours: {
    label: 'Helsegraf, open access',
    isPeer: false,
    enter: async ({ supergraph }) => ({
      ...(await ourGateway(supergraph, { OPEN_ACCESS: 'true' })),
      tokens: anyToken,
    }),
  },
  join: {
    label: 'floor: join by hand',
    isPeer: false,
    enter: ({ subgraphs }) => onNode('the join', floor('join-process.js'), { SUBGRAPHS: subgraphs }),
  },
  grafbase: { label: 'Grafbase', isPeer: true, enter: enterGrafbase },
  identity: {
    label: 'Helsegraf, every caller proven',
    isPeer: false,
    async enter({ supergraph }) {
      const issued = await issueTokens()
      return {
        ...(await ourGateway(supergraph, issued.env)),
        tokens: issued.tokens,
        dispose: () => issued[Symbol.asyncDispose](),
      }
    },
  },
  hive: {
    label: 'Hive Gateway, stitching',
    isPeer: true,
    enter: ({ supergraph }) => onNode('Hive Gateway', peer('hive.mjs'), { SUPERGRAPH: supergraph }),
  },
  'hive-rust': {
    label: 'Hive Gateway, Rust planner',
    isPeer: true,
    enter: ({ supergraph }) =>
      onNode('Hive Gateway with the Rust planner', peer('hive.mjs'), { SUPERGRAPH: supergraph, PLANNER: 'rust' }),
  },
  mercurius: { label: 'Mercurius gateway, jit', isPeer: true, enter: enterMercurius },
  proxy: {
    label: 'floor: one hop',
    isPeer: false,
    enter: ({ subgraphs }) => onNode('the proxy', floor('proxy-process.js'), { SUBGRAPHS: subgraphs }),
  },
}
