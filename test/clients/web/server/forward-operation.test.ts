import { describe, expect, test } from 'vitest'
import { type LocalRun, startLocalRun } from '../../../local/start-page/local-run.ts'
import { aWalker, type Walker } from '../../../local/start-page/walker.ts'

const json = { 'content-type': 'application/json' }
const documentId = `sha256:${'a'.repeat(64)}`
const question = JSON.stringify({ documentId, variables: { test: true } })

async function signedIn(run: LocalRun): Promise<Walker> {
  const walker = aWalker()
  await walker.signIn(`${run.url}/web/sign-in`, 'kari')
  return walker
}

describe('the graph asked by our pages', () => {
  test('gets the token, the language and the document’s id; the browser gets the answer', async () => {
    await using run = await startLocalRun()
    run.graph.answer({ me: { birthDate: '1955-11-10' } })
    const walker = await signedIn(run)
    const answer = await walker.post(`${run.url}/web/graphql`, question, {
      ...json,
      origin: run.url,
      'accept-language': 'se',
    })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text)).toMatchObject({ data: { me: { birthDate: '1955-11-10' } } })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(run.graph.asked).toMatchObject([{ documentId, language: 'se' }])
  })

  test.each([
    ['another origin', { ...json, origin: 'http://127.0.0.1:1' }, 403],
    ['another site with our header', { ...json, 'sec-fetch-site': 'cross-site', 'x-helsegraf-session': '1' }, 403],
    ['another port of this host', { ...json, 'sec-fetch-site': 'same-site' }, 403],
    ['nobody knows where', json, 403],
    ['a form', { 'content-type': 'text/plain', origin: 'SELF' }, 415],
    ['our pages', { ...json, origin: 'SELF' }, 200],
    ['our pages, as a browser says it', { ...json, 'sec-fetch-site': 'same-origin' }, 200],
    ['a script that sets our header', { ...json, 'x-helsegraf-session': '1' }, 200],
  ])('from %s', async (_, headers, status) => {
    await using run = await startLocalRun()
    run.graph.answer({ me: {} })
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value === 'SELF' ? run.url : value]),
    )
    expect(await (await signedIn(run)).post(`${run.url}/web/graphql`, question, own)).toMatchObject({ status })
    expect(run.graph.asked).toHaveLength(status === 200 ? 1 : 0)
  })

  test.each([
    ['the text of a query', { query: '{ me { birthDate } }' }, 403, 'DOCUMENT_REQUIRED'],
    ['an id and a text', { documentId, query: '{ me { birthDate } }' }, 403, 'DOCUMENT_REQUIRED'],
    ['no id', {}, 400, 'BAD_REQUEST'],
    ['an id that is none', { documentId: 'sha256:x' }, 400, 'BAD_REQUEST'],
    ['variables that are none', { documentId, variables: [1] }, 400, 'BAD_REQUEST'],
    ['a list', [{ documentId }], 400, 'BAD_REQUEST'],
    ['nothing', null, 400, 'BAD_REQUEST'],
    ['too much', { documentId, variables: { x: 'x'.repeat(16_000) } }, 413, 'PAYLOAD_TOO_LARGE'],
  ])('with %s is refused here', async (_, body, status, code) => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const answer = await walker.post(`${run.url}/web/graphql`, JSON.stringify(body), { ...json, origin: run.url })
    expect([answer.status, JSON.parse(answer.text).errors[0].extensions.code]).toEqual([status, code])
    expect(run.graph.asked).toEqual([])
  })

  test('without a session is refused, in words', async () => {
    await using run = await startLocalRun()
    const answer = await aWalker({ language: 'nn' }).post(`${run.url}/web/graphql`, question, {
      ...json,
      origin: run.url,
    })
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.text).errors[0]).toMatchObject({
      message: expect.stringContaining('Du må logge inn.'),
      extensions: { code: 'UNAUTHENTICATED', language: 'nn' },
    })
  })

  test('says so when the graph is gone, or sends more than an answer can be', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const ask = () => walker.post(`${run.url}/web/graphql`, question, { ...json, origin: run.url })
    run.graph.answer({ status: 200, body: `{"data":"${'x'.repeat(5_000_000)}"}` })
    expect((await ask()).status).toBe(502)
    await run.graph.close()
    const answer = await ask()
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.text).errors[0].message).toContain('Helsegraf svarer ikke')
  })
})
