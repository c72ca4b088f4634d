/** What a browser does, without one: keeps cookies by path, follows nothing by itself, says where requests come from. */
export type Walker = {
  get(url: string | URL, headers?: Record<string, string>): Promise<Answer>
  post(url: string | URL, body: string | URLSearchParams, headers?: Record<string, string>): Promise<Answer>
  /** From the start page through the provider and back, as one persona; ends at the callback's answer. */
  signIn(start: string, persona: string, form?: Record<string, string>): Promise<Answer>
  readonly cookies: Map<string, string>
}

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Where it leads, made absolute. */
  readonly location: string
}

export function aWalker({ language = 'nb' } = {}): Walker {
  const cookies = new Map<string, string>()

  async function go(url: string | URL, init: RequestInit): Promise<Answer> {
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: {
        cookie: Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '),
        'accept-language': language,
        ...init.headers,
      },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await response.text()
    const to = response.headers.get('location')
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: to === null ? '' : new URL(to, url).href,
    }
  }

  const walker: Walker = {
    cookies,
    get: (url, headers = {}) => go(url, { headers }),
    post: (url, body, headers = {}) => go(url, { method: 'POST', body, headers }),
    async signIn(start, persona, form = {}) {
      const away = await walker.get(start)
      const page = await walker.get(away.location)
      const resume = await walker.post(page.location, new URLSearchParams({ persona, ...form }))
      const back = await walker.get(resume.location)
      return walker.get(back.location)
    },
  }
  return walker
}
