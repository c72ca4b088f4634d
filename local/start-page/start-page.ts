import type { IncomingMessage, ServerResponse } from 'node:http'
import { cookie, readCookie } from '../../clients/web/server/cookies.ts'
import { requestUrl } from '../../clients/web/server/request-url.ts'
import type { WebServer } from '../../clients/web/server/web-server.ts'
import type { Persona } from '../population/persona.ts'
import { showFrontPage } from './front-page.ts'
import { sendGraphiqlFile, showGraphiql } from './graphiql.ts'
import { chooseLanguage, isLanguage } from './language.ts'
import { askWithSession } from './session-graph.ts'
import { sendStylesheet } from './stylesheet.ts'
import { notice, type Visit } from './visit.ts'

export type StartPageOptions = {
  /** Where people reach these pages: an origin, `http://localhost:4000`. */
  readonly publicUrl: string
  readonly issuer: string
  readonly graphqlUrl: string
  readonly personas: readonly Persona[]
  /** Who is signed in: the citizens' pages sign people in, at the same origin. */
  readonly tokenOf: WebServer['tokenOf']
}

/** Answers and says true, or leaves the request alone and says false. */
export type StartPage = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

type House = StartPageOptions & { readonly origin: string; readonly isSecure: boolean }

const languageCookie = 'helsegraf_language'
const yearSeconds = 365 * 24 * 3_600

/** The pages of a local run: what this is, who one can be, where to look, ask in GraphiQL. */
export function createStartPage(options: StartPageOptions): StartPage {
  const { origin, protocol } = new URL(options.publicUrl)
  const house: House = { ...options, origin, isSecure: protocol === 'https:' }
  return async (request, response) => {
    const url = requestUrl(request, origin)
    if (!url || !isOurs(url.pathname)) return false
    const visit = await openVisit(house, request, response, url)
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

async function openVisit(
  { tokenOf, isSecure }: House,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<Visit> {
  const asked = url.searchParams.get('lang')
  const language = chooseLanguage([asked, readCookie(request, languageCookie)], request.headers['accept-language'])
  if (isLanguage(asked)) {
    // The citizens' pages read and write it too, by script: a language is no secret.
    const value = cookie(languageCookie, asked, { isSecure, seconds: yearSeconds }).replace(' HttpOnly;', '')
    response.appendHeader('set-cookie', value)
  }
  return { request, response, url, language, token: await tokenOf(request) }
}

async function answer({ issuer, personas, graphqlUrl: graphUrl, origin }: House, visit: Visit): Promise<void> {
  const { request, response, url } = visit
  const { pathname } = url
  if (pathname === '/start/graphql') return askWithSession(visit, { graphUrl, origin })
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return notice(visit, 405, { title: 'wrongMethodTitle', text: 'wrongMethod' })
  }
  switch (pathname) {
    case '/':
      return showFrontPage(visit, { issuer, personas, graphUrl })
    case '/start/style.css':
      return sendStylesheet(request, response)
    case '/graphiql':
      if (visit.token !== undefined) return showGraphiql(visit)
      return notice(visit, 401, {
        title: 'signInFirstTitle',
        text: 'signInFirst',
        link: { href: '/web/sign-in?then=/graphiql', text: 'signIn' },
      })
    default:
      if (await sendGraphiqlFile(request, response, pathname)) return
      return notice(visit, 404, { title: 'notFoundTitle', text: 'notFound' })
  }
}
