import { expect, test } from 'vitest'
import { startWorld, type World } from '../../world.ts'

const query = '{ me { vaccinations { id } } }'

type Line = { register: string; subject: string; caller: string; correlation_id: string }

const linesOf = (world: World): Promise<Line[]> =>
  world.database
    .as<{ 'access_log.entry': Line }>()
    .selectFrom('access_log.entry')
    .select(['register', 'subject', 'caller', 'correlation_id'])
    .where('register', '=', 'vaccine')
    .execute()

const asking = (world: World, as: string, id: string) => world.ask(query, { as, headers: { 'nhn-event-id': id } })

test('every opening of a registry is in the access log once, under the id of a request that caused it', async () => {
  await using world = await startWorld()
  await world.tokenOf('kari')
  const ids: string[] = []
  let opened = 0
  // On a busy machine all eight may come one after the other: then there is nothing to share, and eight more are asked.
  do {
    const more = Array.from({ length: 8 }, (_, index) => `shared-reads-${ids.length + index}`)
    ids.push(...more)
    const answers = await Promise.all(more.map(id => asking(world, 'kari', id)))
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1)
    expect(answers[0]?.data.me.vaccinations.length).toBeGreaterThan(0)
    opened += world.fetches().filter(name => name === 'vaccine').length
  } while (opened === ids.length && ids.length < 200)
  const lines = await linesOf(world)
  expect(lines).toHaveLength(opened)
  expect(opened).toBeLessThan(ids.length)
  expect(new Set(lines.map(({ caller, subject }) => `${caller} ${subject}`)).size).toBe(1)
  for (const { correlation_id } of lines) expect(ids).toContain(correlation_id)
})

test('two callers with the same question are two openings, each in the log', async () => {
  await using world = await startWorld()
  await Promise.all(['kari', 'ola'].map(as => world.tokenOf(as)))
  const [kari, ola] = await Promise.all([asking(world, 'kari', 'id-of-kari'), asking(world, 'ola', 'id-of-ola-x')])
  expect(kari?.data).not.toEqual(ola?.data)
  const lines = await linesOf(world)
  expect(lines.map(({ correlation_id }) => correlation_id).sort()).toEqual(['id-of-kari', 'id-of-ola-x'])
  expect(new Set(lines.map(({ caller }) => caller)).size).toBe(2)
})
