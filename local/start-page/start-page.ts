import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JWK } from 'jose'
import { isLevel } from '../identity-provider/levels.ts'
import type { Persona } from '../population/persona.ts'
import { GraphDown } from './ask-graph.ts'
import { askForCertificates, showCertificates } from './certificates-page.ts'
import { wantsSignIn } from './certificates-query.ts'
import { cookie, readCookie } from './cookies.ts'
import { showFrontPage } from './front-page.ts'
import { sendGraphiqlFile, showGraphiql } from './graphiql.ts'
import { chooseLanguage, isLanguage } from './language.ts'
import { requestUrl } from './request-url.ts'
import { isFromOurPages } from './same-origin.ts'
import { askWithSession } from './session-graph.ts'
import { createTimedStore, type Timed } from './sessions.ts'
import { createSignIn, type Departure, ProviderDown, type SignIn, SignInRefused } from './sign-in.ts'
import { sendStylesheet } from './stylesheet.ts'
import { notice, redirect, type Visit } from './visit.ts'

export type StartPageOptions = {
  /** Where people reach these pages: an origin, `http://localhost:4000`. */
  readonly publicUrl: string
  readonly issuer: string
  readonly graphqlUrl: string
  readonly personas: readonly Persona[]
  /** The private key that the client `helsegraf-start-page` proves itself with. */
  readonly clientKey: JWK
  readonly now?: () => Date
}

/** Answers and says true, or leaves the request alone and says false. */
export type StartPage = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

type House = Omit<StartPageOptions, 'now'> & {
  readonly origin: string
  readonly isSecure: boolean
  readonly signIn: SignIn
  readonly departures: Timed<Departure>
  readonly sessions: Timed<string>
}

const clientId = 'helsegraf-start-page'
const sessionCookie = 'helsegraf_session'
const departureCookie = 'helsegraf_departure'
const languageCookie = 'helsegraf_language'

/** As long as the provider waits for somebody to choose who to be. */
const departureSeconds = 30 * 60
const yearSeconds = 365 * 24 * 3_600

/** The pages of a local run: what this is, sign in, see certificates, ask in GraphiQL. */
export function createStartPage({ now = () => new Date(), ...options }: StartPageOptions): StartPage {
  const { issuer, clientKey, publicUrl } = options
  const { origin, protocol } = new URL(publicUrl)
  const house: House = {
    ...options,
    origin,
    isSecure: protocol === 'https:',
    signIn: createSignIn({ issuer, clientId, clientKey, redirectUri: `${origin}/start/callback` }),
    departures: createTimedStore(now),
    sessions: createTimedStore(now),
  }
  return async (request, response) => {
    const url = requestUrl(request, origin)
    if (!url || !isOurs(url.pathname)) return false
    const visit = openVisit(house, request, response, url)
    try {
      await answer(house, visit)
    } catch (error) {
      console.error('start page:', error)
      if (response.headersSent) response.destroy()
      else notice(visit, 500, { title: 'internalTitle', text: 'internal' })
    }
    return true
  }
}

function isOurs(path: string): boolean {
  return path === '/' || path === '/graphiql' || path.startsWith('/graphiql/') || path.startsWith('/start/')
}

function openVisit({ sessions, isSecure }: House, request: IncomingMessage, response: ServerResponse, url: URL): Visit {
  const asked = url.searchParams.get('lang')
  const language = chooseLanguage([asked, readCookie(request, languageCookie)], request.headers['accept-language'])
  if (isLanguage(asked)) setCookie(response, cookie(languageCookie, asked, { isSecure, seconds: yearSeconds }))
  return { request, response, url, language, token: sessions.find(readCookie(request, sessionCookie)) }
}

function setCookie(response: ServerResponse, value: string): void {
  response.appendHeader('set-cookie', value)
}

async function answer(house: House, visit: Visit): Promise<void> {
  const { request, response, url } = visit
  const { pathname } = url
  const { graphqlUrl: graphUrl, origin } = house
  if (pathname === '/start/graphql') return askWithSession(visit, { graphUrl, origin })
  if (pathname === '/start/sign-out') return signOut(house, visit)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return notice(visit, 405, { title: 'wrongMethodTitle', text: 'wrongMethod' })
  }
  switch (pathname) {
    case '/':
      return showFrontPage(visit, { ...house, graphUrl })
    case '/start/style.css':
      return sendStylesheet(request, response)
    case '/start/sign-in':
      return depart(house, visit)
    case '/start/callback':
      return arrive(house, visit)
    case '/start/certificates':
      return certificates(house, visit)
    case '/graphiql':
      if (visit.token !== undefined) return showGraphiql(visit)
      return notice(visit, 401, {
        title: 'signInFirstTitle',
        text: 'signInFirst',
        link: { href: '/start/sign-in?then=graphiql', text: 'signIn' },
      })
    default:
      if (await sendGraphiqlFile(request, response, pathname)) return
      return notice(visit, 404, { title: 'notFoundTitle', text: 'notFound' })
  }
}

/** Off to the provider; a cookie that only the way back can see remembers who left. */
async function depart(house: House, visit: Visit): Promise<void> {
  const { request, response, url, language } = visit
  // Cookies belong to a host name: a sign-in begun at 127.0.0.1 would come back to localhost without them.
  if (request.headers.host !== new URL(house.origin).host)
    return redirect(response, `${house.origin}${url.pathname}${url.search}`)
  const level = url.searchParams.get('level')
  const then = url.searchParams.get('then') === 'graphiql' ? '/graphiql' : '/start/certificates'
  try {
    const { url: provider, departure } = await house.signIn.depart({
      then,
      level: isLevel(level) ? level : undefined,
      language,
    })
    const id = house.departures.keep(departure, departureSeconds)
    setCookie(response, departureCookieOf(house, id, departureSeconds))
    redirect(response, provider.href)
  } catch (error) {
    if (!(error instanceof ProviderDown)) throw error
    providerDown(house, visit)
  }
}

/** Back from the provider. A departure is good for one return, and the session gets an id nobody knew before. */
async function arrive(house: House, visit: Visit): Promise<void> {
  const { request, response, url } = visit
  const id = readCookie(request, departureCookie)
  const departure = house.departures.find(id)
  house.departures.forget(id)
  setCookie(response, departureCookieOf(house, '', 0))
  if (!departure) return refused(visit)
  try {
    const { accessToken, seconds } = await house.signIn.arrive(
      new URL(`${url.pathname}${url.search}`, house.origin),
      departure,
    )
    house.sessions.forget(readCookie(request, sessionCookie))
    const { isSecure } = house
    setCookie(response, cookie(sessionCookie, house.sessions.keep(accessToken, seconds), { isSecure, seconds }))
    redirect(response, departure.then)
  } catch (error) {
    if (error instanceof ProviderDown) return providerDown(house, visit)
    if (!(error instanceof SignInRefused)) throw error
    if (!error.wasCancelled) return refused(visit)
    notice(visit, 200, { title: 'cancelledTitle', text: 'cancelled', link: { href: '/start/sign-in', text: 'signIn' } })
  }
}

function departureCookieOf({ isSecure }: House, id: string, seconds: number): string {
  return cookie(departureCookie, id, { isSecure, seconds, path: '/start/callback' })
}

function refused(visit: Visit): void {
  notice(visit, 400, { title: 'refusedTitle', text: 'refused', link: { href: '/start/sign-in', text: 'signInAgain' } })
}

function providerDown({ issuer }: House, visit: Visit): void {
  const link = { href: '/start/sign-in', text: 'tryAgain' } as const
  notice(visit, 503, { title: 'providerDownTitle', text: 'providerDown', details: { issuer }, link })
}

async function certificates(house: House, visit: Visit): Promise<void> {
  const { token, language } = visit
  if (token === undefined) return expired(visit)
  try {
    const found = await askForCertificates(house.graphqlUrl, { token, language })
    if (!found) return graphDown(house, visit)
    if (!wantsSignIn(found)) return showCertificates(visit, found)
    house.sessions.forget(readCookie(visit.request, sessionCookie))
    expired({ ...visit, token: undefined })
  } catch (error) {
    if (!(error instanceof GraphDown)) throw error
    graphDown(house, visit)
  }
}

function expired(visit: Visit): void {
  notice(visit, 401, { title: 'expiredTitle', text: 'expired', link: { href: '/start/sign-in', text: 'signInAgain' } })
}

function graphDown({ graphqlUrl: graph }: House, visit: Visit): void {
  const link = { href: '/start/certificates', text: 'tryAgain' } as const
  notice(visit, 502, { title: 'graphDownTitle', text: 'graphDown', details: { graph }, link })
}

function signOut({ origin, sessions, isSecure }: House, visit: Visit) {
  const { request, response } = visit
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST')
    return notice(visit, 405, { title: 'wrongMethodTitle', text: 'wrongMethod' })
  }
  if (!isFromOurPages(request, origin)) return notice(visit, 403, { title: 'foreignTitle', text: 'foreign' })
  sessions.forget(readCookie(request, sessionCookie))
  setCookie(response, cookie(sessionCookie, '', { isSecure, seconds: 0 }))
  redirect(response, '/')
}
