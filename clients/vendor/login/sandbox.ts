import { LoginRefused } from './token-source.ts'

const deadlineMs = 10_000

/** Signs in as one of the sandbox’s own people, as a browser would: follows redirects, keeps cookies, chooses her name. */
export async function signInAtSandbox(start: URL, redirectUri: string, persona: string): Promise<URL> {
  const cookies = new Map<string, string>()
  async function visit(url: URL, form?: URLSearchParams): Promise<URL> {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
      headers: { cookie: Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    await response.body?.cancel()
    if (location === null) throw new LoginRefused(`there is no ${persona} here, or this is no sandbox`)
    return new URL(location, url)
  }
  const page = await visit(start)
  const resume = await visit(page, new URLSearchParams({ persona, level: '4', network: 'helsenett' }))
  const callback = await visit(resume)
  if (!callback.href.startsWith(redirectUri)) throw new LoginRefused('the sign-in ended at another address')
  return callback
}
