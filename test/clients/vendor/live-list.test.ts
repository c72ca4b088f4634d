import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGraph, graphErrors, signInToHelseId } from '../../../clients/vendor/index.ts'
import { newPrivateKey, readPrivateKey } from '../../../clients/vendor/login/proof.ts'
import { signInAtSandbox } from '../../../clients/vendor/login/sandbox.ts'
import { followList, type ListState } from '../../../clients/vendor/sample/list.ts'
import { sandboxSettings } from '../../../clients/vendor/sandbox-settings.ts'
import { startWorld, type World } from '../../world.ts'

const redirect = 'http://127.0.0.1/callback'

/** Somebody of the sandbox signs in to the tool, as in a browser. */
async function graphAs(world: World, name: string) {
  const settings = sandboxSettings({ keys: world.keysDirectory, port: 0, login: 'helse-id' })
  const signIn = await signInToHelseId(
    {
      ...settings,
      issuer: `${world.issuer}/helseid`,
      clientKey: await readPrivateKey(settings.clientKeyFile),
      proofKey: await newPrivateKey(),
    },
    redirect,
  )
  const tokens = await signIn.finish(await signInAtSandbox(signIn.url, redirect, name))
  return createGraph({ url: `${world.url}/graphql`, tokens })
}

describe('the sample tool', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world?.[Symbol.asyncDispose]())

  test('shows the municipality’s list, and a change as it comes', async () => {
    const graph = await graphAs(world, 'karantene-bergen')
    const ending = new AbortController()
    const states = followList(graph, { municipality: '4601', purpose: 'QUARANTINE' }, ending.signal)
    const nextState = async (): Promise<ListState> => {
      const { value } = await states.next()
      if (!value) throw new Error('the list ended')
      return value
    }
    const first = await nextState()
    expect(first.municipality).toBe('Bergen')
    expect(first.rows.length).toBeGreaterThan(0)
    const [row] = first.rows
    // Whichever register it stands in.
    for (const table of ['irrs_entry', 'preparedness_entry'])
      await sql`
        update ${sql.table(`entry_registry.${table}`)} set phone = '+4740999999', arrived_at = now()
        where given_name || ' ' || family_name = ${row?.entry.name}`.execute(world.database.as<unknown>())
    const second = await nextState()
    expect(second.changed).toContain(row?.id)
    expect(second.rows).toHaveLength(first.rows.length)
    expect(second.rows.find(({ id }) => id === row?.id)?.entry.phone).toBe('+4740999999')
    ending.abort()
  })

  test('tells why where the list may not be seen', async () => {
    const graph = await graphAs(world, 'karantene-bergen')
    const states = followList(graph, { municipality: '0301', purpose: 'QUARANTINE' }, new AbortController().signal)
    await expect(states.next()).rejects.toBeInstanceOf(graphErrors.WRONG_MUNICIPALITY)
  })
})
