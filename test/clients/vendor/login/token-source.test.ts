import { describe, expect, test } from 'vitest'
import { keepToken, SignInEnded, type Token } from '../../../../clients/vendor/login/token-source.ts'

const request = { method: 'POST', url: 'http://localhost/graphql' }
const inAnHour = (text: string): Token => ({ text, endsAt: Date.now() + 3_600_000 })

/** A login that gives one token after the other, each after a while, as networks do. */
function logins(...answers: readonly (Token | Error)[]) {
  let fetched = 0
  const tokens = keepToken(async () => {
    const answer = answers[fetched++] ?? new SignInEnded('sign in again')
    await new Promise(resolve => setTimeout(resolve, 5))
    if (answer instanceof Error) throw answer
    return answer
  })
  return { tokens, fetched: () => fetched }
}

describe('a token', () => {
  test('is fetched once by requests at the same time, also by the first ones: a sign-in gives its token once', async () => {
    const { tokens, fetched } = logins(inAnHour('a'))
    const both = await Promise.all([tokens.authorize(request), tokens.authorize(request)])
    expect(both).toEqual([{ authorization: 'Bearer a' }, { authorization: 'Bearer a' }])
    expect(await tokens.token()).toBe('a')
    expect(fetched()).toBe(1)
  })

  test('that could not be fetched is fetched by the next request', async () => {
    const { tokens } = logins(new Error('away'), inAnHour('b'))
    const failed = await Promise.allSettled([tokens.token(), tokens.token()])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await tokens.token()).toBe('b')
  })

  test('that has ended, or is forgotten, is followed by one other', async () => {
    const { tokens, fetched } = logins({ text: 'a', endsAt: Date.now() }, inAnHour('b'), inAnHour('c'))
    expect(await tokens.token()).toBe('a')
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual(['b', 'b'])
    tokens.forget()
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual(['c', 'c'])
    expect(fetched()).toBe(3)
  })

  test('of a sign-in that is over is no longer given', async () => {
    const { tokens } = logins({ text: 'a', endsAt: Date.now() })
    await tokens.token()
    await expect(tokens.token()).rejects.toBeInstanceOf(SignInEnded)
  })
})
