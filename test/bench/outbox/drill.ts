import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { connect } from 'amqplib'
import type { Kysely } from 'kysely'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { type Database, migrate } from '../../../subgraphs/kernel/database.ts'
import { ownCatalogue } from '../../../subgraphs/proxy-consent/privacy/catalogue/catalogue.ts'
import { queueOf } from '../../../subgraphs/proxy-consent/privacy/outbox/relay.ts'
import { addSubscriber } from '../../../subgraphs/proxy-consent/privacy/outbox/subscribers.ts'
import { changeSetting } from '../../../subgraphs/proxy-consent/privacy/store/settings.ts'
import { type PrivacyTables, privacyMigrations } from '../../../subgraphs/proxy-consent/privacy/store/tables.ts'
import type { RelayPlan } from './relay-process.ts'

/** What one subscriber was told of one definition. */
export type Told = {
  readonly subscriber: string
  readonly definition: string
  /** Positions as they came, those that came again too. */
  readonly positions: readonly number[]
}

export type Drill = {
  readonly changes: number
  readonly kills: number
  readonly told: readonly Told[]
  readonly seconds: number
  /** Positions there are, by definition. */
  readonly ends: ReadonlyMap<string, number>
}

const definitions = ownCatalogue.definitions.slice(0, 2).map(({ guid }) => guid)
const writers = 4
const citizens = 50
/** How long nobody may be told of anything before the drill is given up. */
const patienceMs = 120_000

/**
 * Makes changes while the relay is killed with SIGKILL and started again, until every subscriber has been told all of
 * them: two webhooks, and a queue where there is a broker.
 */
export async function drill({
  database,
  databaseUrl,
  amqpUrl,
  changes,
  kills,
}: {
  readonly database: Database
  readonly databaseUrl: string
  readonly amqpUrl: string | undefined
  readonly changes: number
  readonly kills: number
}): Promise<Drill> {
  await migrate(database, 'proxy_consent', privacyMigrations)
  const kysely = database.as<PrivacyTables>()
  const secret = randomBytes(32).toString('base64')
  const plan: RelayPlan = { databaseUrl, amqpUrl, secret }
  const log = new Map<string, number[]>()
  const take = (subscriber: string, id: string) => {
    const [definition = '', position = ''] = id.split(':')
    const key = `${subscriber} ${definition}`
    const positions = log.get(key) ?? []
    positions.push(Number(position))
    log.set(key, positions)
  }
  await using hooks = await listen(take)
  const subscribe = (kind: 'WEBHOOK' | 'AMQP', address: string | null) =>
    addSubscriber(kysely, [{ id: '1', key: Buffer.from(secret, 'base64') }], {
      party: 'HDIR_KPR',
      kind,
      address,
      requestedBy: { kind: 'machine', id: 'drill', client: 'drill' },
      definitions: definitions.map(guid => ({ guid, after: 0 })),
      now: new Date(),
    })
  const names = ['one', 'other']
  for (const name of names) await subscribe('WEBHOOK', `${hooks.url}/${name}`)
  await using queue = amqpUrl === undefined ? undefined : await consume(amqpUrl, subscribe, take)
  if (queue) names.push('queue')

  const began = performance.now()
  const written = write(kysely, changes)
  const wanted = changes * names.length
  const seen = () => [...log.values()].reduce((sum, positions) => sum + new Set(positions).size, 0)
  for (let kill = 1; kill <= kills; kill++) {
    await using relay = await startRelayProcess(plan)
    await until(() => seen() >= (wanted * kill) / (kills + 1))
    relay.child.kill('SIGKILL')
  }
  await using _last = await startRelayProcess(plan)
  await written
  await until(() => seen() >= wanted)
  return {
    changes,
    kills,
    told: names.flatMap(subscriber =>
      definitions.map(definition => ({
        subscriber,
        definition,
        positions: log.get(`${subscriber} ${definition}`) ?? [],
      })),
    ),
    seconds: (performance.now() - began) / 1000,
    ends: new Map(definitions.map((definition, at) => [definition, Math.ceil((changes - at) / definitions.length)])),
  }
}

/** What is wrong with what a subscriber was told: nothing may be missing, and nothing new may come before what it follows. */
export function faultsOf({ positions }: Told, end: number): { lost: number; outOfOrder: number; again: number } {
  const seen = new Set<number>()
  let outOfOrder = 0
  for (const position of positions) {
    if (!seen.has(position) && position !== seen.size + 1) outOfOrder++
    seen.add(position)
  }
  return { lost: end - seen.size, outOfOrder, again: positions.length - seen.size }
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('nobody was told for too long')
    await wait(5)
  }
}

async function startRelayProcess(plan: RelayPlan): Promise<{ child: ChildProcess } & AsyncDisposable> {
  const file = `relay-process.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`
  const child = fork(new URL(file, import.meta.url), { execArgv: [] })
  const gone = once(child, 'exit')
  child.send(plan)
  await Promise.race([once(child, 'message'), gone.then(() => Promise.reject(new Error('the relay ended at once')))])
  return {
    child,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Changes to the settings of some citizens, by several writers at once; each change takes the other value. */
async function write(kysely: Kysely<PrivacyTables>, changes: number): Promise<void> {
  let next = 0
  const one = async () => {
    for (let at = next++; at < changes; at = next++) {
      const definition = definitions[at % definitions.length] ?? ''
      const turn = Math.floor(at / definitions.length)
      // No identity number, and none that could be one: what is on trial does not look.
      const identifier = String(turn % citizens).padStart(11, 'x') as PersonIdentifier
      await kysely.transaction().execute(async trx => {
        const round = Math.floor(turn / citizens)
        await changeSetting(trx, {
          definition,
          identifiers: [identifier],
          isActive: true,
          restrictions: [{ hprNumber: String(10_000 + round) }],
          now: new Date(),
          madeBy: 'CITIZEN',
          caller: 'drill',
        })
      })
    }
  }
  await Promise.all(Array.from({ length: writers }, one))
}

async function listen(take: (subscriber: string, id: string) => void) {
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    take(request.url?.slice(1) ?? '', String(request.headers['webhook-id']))
    response.writeHead(204).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function consume(
  url: string,
  subscribe: (kind: 'AMQP', address: null) => ReturnType<typeof addSubscriber>,
  take: (subscriber: string, id: string) => void,
) {
  const { subscriber } = await subscribe('AMQP', null)
  const queue = queueOf(subscriber.id)
  const model = await connect(url)
  const channel = await model.createChannel()
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
  await channel.consume(queue, message => {
    if (!message) return
    take('queue', message.properties.messageId as string)
    channel.ack(message)
  })
  return {
    async [Symbol.asyncDispose]() {
      await channel.deleteQueue(queue)
      await model.close()
    },
  }
}
