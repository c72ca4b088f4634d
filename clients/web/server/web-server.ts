import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JWK } from 'jose'
import { type ErrorCode, PublicError } from '../../../schema/errors.ts'
import { type Locale, parseAcceptLanguage } from '../../../schema/scalars/locale.ts'
import { type BuiltFiles, notFound } from './built-files.ts'
import { cookie, readCookie } from './cookies.ts'
import { forwardOperation, sendRefusal } from './forward-operation.ts'
import { operationOf } from './operation-of.ts'
import { requestUrl } from './request-url.ts'
import { isFromOurPages } from './same-origin.ts'
import { StoreDown, type TimedStore } from './sessions.ts'
import { createSignIn, type Departure, ProviderDown, type SignIn, SignInRefused } from './sign-in.ts'

/*
 * Question: how does a browser ask the graph without ever holding a token?
 * Refuses: to know what is asked. It signs people in, keeps their tokens, adds them to what our own pages ask by
 * document id, and hands out the built pages.
 */

export type WebServerOptions = {
  /** Which client's pages these are: they stand below its name, `/web/`. */
  readonly client: 'web' | 'app'
  /** Where people reach it: an origin, `https://min.helsegraf.example`. */
  readonly publicUrl: string
  readonly issuer: string
  readonly clientId: string
  /** The private key that the client proves itself with. */
  readonly clientKey: JWK
  readonly scope: string
  /** Levels of assurance, `acr_values`: asked for at each sign-in, and when a page says that a higher one is needed. */
  readonly acr: { readonly always?: string | undefined; readonly high: string }
  readonly graphUrl: string
  readonly store: TimedStore
  readonly files: BuiltFiles
  /** Paths outside the pages that a sign-in may end at. */
  readonly alsoEndsAt?: readonly string[]
  readonly now?: () => Date
  readonly reportBug: (error: unknown) => void
}

export type WebServer = {
  /** Answers and says true, or leaves the request alone and says false. */
  readonly routes: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  /** The access token of whoever sent this request, for other pages of the same origin. */
  readonly tokenOf: (request: IncomingMessage) => Promise<string | undefined>
}

type Session = { readonly accessToken: string; readonly endsAt: number }

const languageCookie = 'helsegraf_language'
/** As long as the provider waits for somebody to sign in. */
const departureSeconds = 30 * 60
const largestOperationBytes = 16_000

export function createWebServer({ now = () => new Date(), ...options }: WebServerOptions): WebServer {
  const { client, issuer, clientId, clientKey, scope, publicUrl, store, files, graphUrl } = options
  // Where the pages are. Paths of this server itself begin so too, and no page has their names.
  const home = `/${client}/`
  const { origin, protocol, host } = new URL(publicUrl)
  const isSecure = protocol === 'https:'
  // A name with this prefix is refused by browsers unless it is secure, for this host alone, and for all of it.
  const prefix = isSecure ? '__Host-' : ''
  // One origin has one jar of cookies, and a sign-in in the app is not one on the web.
  const sessionCookie = `${prefix}helsegraf_${client === 'web' ? '' : `${client}_`}session`
  const departureCookie = `${isSecure ? '__Secure-' : ''}helsegraf_departure`
  const signIn: SignIn = createSignIn({ issuer, clientId, clientKey, scope, redirectUri: `${origin}${home}callback` })

  async function sessionOf(request: IncomingMessage): Promise<Session | undefined> {
    return (await store.find(readCookie(request, sessionCookie))) as Session | undefined
  }

  /** Off to the provider; a cookie that only the way back can see remembers who left. */
  async function depart(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    // Cookies belong to a host name: a sign-in begun at 127.0.0.1 would come back to localhost without them.
    if (request.headers.host !== host) return redirect(response, `${origin}${url.pathname}${url.search}`)
    const acr = url.searchParams.get('level') === 'high' ? options.acr.high : options.acr.always
    const then = endOf(url.searchParams.get('then'))
    try {
      const { url: provider, departure } = await signIn.depart({ then, acr, language: languageOf(request) })
      const id = await store.keep(departure, departureSeconds)
      setCookie(response, departureCookieOf(id, departureSeconds))
      redirect(response, provider.href)
    } catch (error) {
      toHome(response, reasonOf(error))
    }
  }

  /** Back from the provider. A departure is good for one return, and the session gets an id nobody knew before. */
  async function arrive(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const id = readCookie(request, departureCookie)
    setCookie(response, departureCookieOf('', 0))
    try {
      const departure = (await store.find(id)) as Departure | undefined
      await store.forget(id)
      if (!departure) return toHome(response, 'refused')
      const arrived = new URL(`${url.pathname}${url.search}`, origin)
      const { seconds, accessToken } = await signIn.arrive(arrived, departure)
      await store.forget(readCookie(request, sessionCookie))
      const session: Session = { accessToken, endsAt: now().getTime() + seconds * 1000 }
      setCookie(response, sessionCookieOf(await store.keep(session, seconds), seconds))
      redirect(response, departure.then)
    } catch (error) {
      toHome(response, reasonOf(error))
    }
  }

  async function signOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') throw new PublicError('METHOD_NOT_ALLOWED')
    if (!isFromOurPages(request, origin)) throw new PublicError('FORBIDDEN')
    const session = await sessionOf(request)
    await store.forget(readCookie(request, sessionCookie))
    setCookie(response, sessionCookieOf('', 0))
    const back = `${origin}${home}`
    const provider = session && (await signIn.leave(back, languageOf(request)).catch(() => undefined))
    redirect(response, provider?.href ?? back)
  }

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = await forwardOperation(request, response, {
      token: (await sessionOf(request))?.accessToken,
      language: languageOf(request),
      graphUrl,
      origin,
      largestBytes: largestOperationBytes,
      toOperation: operationOf,
    })
    // The graph no longer takes the token: the session is over, whatever its clock says.
    if (status === 401) await store.forget(readCookie(request, sessionCookie))
  }

  /** Whether somebody is signed in, and for how long: pages tell in time that it ends (WCAG 2.2.1). */
  async function tellSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = await sessionOf(request)
    const secondsLeft = session ? Math.max(0, Math.floor((session.endsAt - now().getTime()) / 1000)) : 0
    const body = JSON.stringify({ secondsLeft })
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body)
  }

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    switch (url.pathname) {
      case `${home}graphql`:
        return forward(request, response)
      case `${home}sign-out`:
        return signOut(request, response)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed(response)
    switch (url.pathname) {
      case `${home}session`:
        return tellSession(request, response)
      case `${home}sign-in`:
        return depart(request, response, url)
      case `${home}callback`:
        return arrive(request, response, url)
      case `/${client}`:
        return redirect(response, home)
    }
    if (url.pathname.startsWith('/assets/')) return files.sendAsset(request, response, url.pathname)
    if (files.has(url.pathname)) return files.sendFile(request, response, url.pathname)
    return files.sendPage(request, response, { name: client, isSecure, formTargets: [new URL(issuer).origin] })
  }

  const toHome = (response: ServerResponse, outcome: SignInOutcome) => redirect(response, `${home}?sign-in=${outcome}`)

  const isOurs = (path: string): boolean =>
    path === `/${client}` || path.startsWith(home) || path.startsWith('/assets/')

  function endOf(asked: string | null): string {
    if (asked === null || options.alsoEndsAt?.includes(asked)) return asked ?? home
    const end = URL.parse(asked, origin)
    return end?.origin === origin && end.pathname.startsWith(home) ? `${end.pathname}${end.search}` : home
  }

  const sessionCookieOf = (id: string, seconds: number) =>
    cookie(sessionCookie, id, { isSecure, seconds, sameSite: 'Strict' })
  // Lax, because the provider sends the browser back by a link.
  const departureCookieOf = (id: string, seconds: number) =>
    cookie(departureCookie, id, { isSecure, seconds, path: `${home}callback`, sameSite: 'Lax' })

  return {
    tokenOf: async request => (await sessionOf(request))?.accessToken,
    async routes(request, response) {
      const url = requestUrl(request, origin)
      if (!url || !isOurs(url.pathname)) return false
      try {
        await answer(request, response, url)
      } catch (error) {
        if (response.headersSent) response.destroy()
        else refuse(request, response, error)
      }
      return true
    },
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const language = languageOf(request)
    sendRefusal(request, response, { code: codeOf(error), language })
  }

  function codeOf(error: unknown): ErrorCode {
    if (error instanceof PublicError) return error.code
    if (error instanceof StoreDown) return 'IDENTITY_PROVIDER_UNAVAILABLE'
    options.reportBug(error)
    return 'INTERNAL'
  }

  function reasonOf(error: unknown): SignInOutcome {
    if (error instanceof ProviderDown || error instanceof StoreDown) return 'unavailable'
    if (error instanceof SignInRefused) return error.wasCancelled ? 'cancelled' : 'refused'
    throw error
  }
}

/** What the front page is told of a sign-in that came to nothing: `?sign-in=…`. */
type SignInOutcome = 'cancelled' | 'refused' | 'unavailable'

/** What the pages chose, else what the browser asks for. */
function languageOf(request: IncomingMessage): Locale {
  return parseAcceptLanguage(readCookie(request, languageCookie) ?? request.headers['accept-language'])
}

function setCookie(response: ServerResponse, value: string): void {
  response.appendHeader('set-cookie', value)
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end()
}

function notAllowed(response: ServerResponse): void {
  response.setHeader('allow', 'GET, HEAD')
  notFound(response, 405)
}
