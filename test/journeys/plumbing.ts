import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'amqplib'
import { sql } from 'kysely'
import { createClient } from 'redis'
import { personaRows } from '../../local/population/personas.ts'
import { subgraphNames } from '../../schema/registers.ts'
import type { Database } from '../../subgraphs/kernel/database.ts'

/*
 * Privacy of the plumbing: what nothing but a registry's own tables and an answer to whoever may have it holds. One list
 * of secrets, one of sinks: a new kind of either is a line here.
 */

/** As it stands, and as it stands in base64 and in addresses. Short names are left out: chance writes them. */
export function secretTexts(): readonly string[] {
  const plain = personaRows(new Date()).flatMap(rows => [
    ...rows['person.identifier'].map(({ identifier }): string => identifier),
    ...rows['person.person'].flatMap(({ given_name: given, middle_name: middle, family_name: family }) => [
      [given, middle, family].filter(Boolean).join(' '),
      ...[given, family].filter(name => name !== null && name.length >= 7),
    ]),
  ]) as string[]
  const forms = plain.flatMap(text => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    ...inBase64(text),
  ])
  return [...new Set(forms)]
}

/** What a text is within base64, wherever it begins: the characters that depend on it alone. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap(offset => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64')
    const core = whole.slice(offset === 0 ? 0 : 4)
    return core.length < 8 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

export type Sink = { readonly name: string; read(): string | Promise<string> }

/** Where in a sink a secret stands, without saying which. */
export async function leaksOf(sinks: readonly Sink[], secrets: readonly string[]): Promise<string[]> {
  const leaks: string[] = []
  for (const sink of sinks) {
    const text = await sink.read()
    for (const secret of secrets) {
      const place = text.indexOf(secret)
      if (place >= 0) leaks.push(`${sink.name}: …${text.slice(Math.max(0, place - 60), place)}█`)
    }
  }
  return leaks
}

/** Schemas whose rows are a register's own record of people. The access log and the ledger of certificates are not. */
const registriesOwn: ReadonlySet<string> = new Set(
  subgraphNames.filter(name => name !== 'certificate' && name !== 'insight').map(name => name.replaceAll('-', '_')),
)

/** Every row of every table that is not a registry's own record. */
export async function dumpPlumbing(database: Database): Promise<string> {
  const kysely = database.as<unknown>()
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema !~ '^pg_' and table_schema <> 'information_schema' and table_type = 'BASE TABLE'`.execute(kysely)
  const texts: string[] = []
  for (const { schema, name } of tables) {
    if (registriesOwn.has(schema)) continue
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(`${schema}.${name}`)} t`.execute(kysely)
    texts.push(`${schema}.${name}`, ...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

/** Every key and value, whoever wrote it. */
export async function dumpRedis(url: string): Promise<string> {
  const client = await createClient({ url }).connect()
  const texts: string[] = []
  for await (const keys of client.scanIterator({ COUNT: 500 })) {
    for (const key of keys) texts.push(key, (await client.dump(key))?.toString() ?? '')
  }
  client.destroy()
  return texts.join('\n')
}

/** All of a queue’s first messages, with everything that is told beside them; the queue is deleted. */
export async function drainQueue(url: string, queue: string, many: number): Promise<string> {
  const model = await connect(url)
  const channel = await model.createChannel()
  const texts: string[] = [queue]
  const all = Promise.withResolvers<void>()
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
  await channel.consume(queue, message => {
    if (!message) return
    channel.ack(message)
    texts.push(JSON.stringify([message.fields, message.properties]), message.content.toString())
    if (texts.length > 2 * many) all.resolve()
  })
  await all.promise
  await channel.deleteQueue(queue)
  await model.close()
  return texts.join('\n')
}

/** Takes whatever is sent to it: traces, as a collector would. */
export async function startReceiver() {
  const received: string[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
    received.push(request.url ?? '', Buffer.concat(parts).toString('latin1'))
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    text: () => received.join('\n'),
    close: () => server.close(),
  }
}
