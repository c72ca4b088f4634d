import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Fiks, openFiks } from '../../subgraphs/kernel/fiks.ts'

export type Message = Readonly<Record<string, unknown>> & { readonly mottattdato: string }
type Call = { readonly path: string; readonly body: Record<string, unknown> }

/** What the next call is answered with instead. */
export type Trouble = 401 | 403 | 502 | 504 | 'silence' | 'endless' | 'not json'

export type LocalFiks = AsyncDisposable & {
  readonly fiks: Fiks
  readonly url: string
  readonly calls: readonly Call[]
  readonly messages: Message[]
  readonly entries: Record<string, unknown>[]
  next(trouble: Trouble): void
}

/** What Fiks's own words for it are (OpenAPI of prøvesvar v1). */
const words: Readonly<Record<number, string>> = {
  401: 'Ikke autentisert',
  403: 'Ikke tilgang',
  502: 'Et problem med kall mot FHI',
  504: 'Timeout i kall mot FHI',
}

/** KS's platform as its interfaces are described: tokens and integration, a cap that says so, cursors, its own errors. */
export async function startFiks({ cap = 1_000, deadlineMs = 5_000 } = {}): Promise<LocalFiks> {
  const calls: Call[] = []
  const messages: Message[] = []
  const entries: Record<string, unknown>[] = []
  const troubles: Trouble[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://fiks')
    const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>
    calls.push({ path: request.url ?? '', body })
    const answer = (status: number, content: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
    const refuse = (status: number) =>
      answer(status, {
        timestamp: new Date().toISOString(),
        status,
        error: words[status],
        errorId: '5f0c9a52-7f0f-4f0e-9a57-1d2c3b4a5e6f',
        path: pathname,
        originalPath: pathname,
        message: `${words[status]}: 14868590441`,
        errorCode: null,
        errorJson: null,
      })
    const trouble = troubles.shift()
    if (trouble === 'silence') return
    if (trouble === 'endless') {
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.end('['.repeat(3_000_000))
    }
    if (trouble === 'not json') return void response.writeHead(200).end('<html>14868590441')
    if (trouble) return refuse(trouble)
    const { authorization, integrasjonid, integrasjonpassord } = request.headers
    if (authorization !== 'Bearer a-token') return refuse(401)
    if (integrasjonid !== 'integration' || integrasjonpassord !== 'password') return refuse(403)
    if (pathname === '/provesvar/api/v1/sokForKommune') {
      const within = messages.filter(
        ({ mottattdato, kommune }) =>
          kommune === body.kommunenr &&
          mottattdato >= String(body.fraMottattidspunkt) &&
          mottattdato <= String(body.tilMottattidspunkt),
      )
      return answer(200, {
        antallProvesvar: within.length,
        maksAntallProvesvar: cap,
        tilMottattidspunkt: body.tilMottattidspunkt,
        provesvarliste: within.slice(0, cap),
      })
    }
    if (pathname === '/innreise/api/v1/hentInnreiser' && searchParams.has('tjeneste')) {
      const asked = body.kommunenr as string[]
      const { oppdatertEtter = '', limit, offset } = body as { oppdatertEtter?: string; limit: number; offset: number }
      const found = entries.filter(
        entry =>
          (asked.includes(String(entry.municipality_number)) ||
            asked.includes(String(entry.hotel_municipality_number))) &&
          String(entry.p_updated) >= oppdatertEtter,
      )
      return answer(200, found.slice(offset, offset + limit))
    }
    return refuse(403)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const fiks = openFiks({
    url: new URL(url),
    tokenOf: async () => 'a-token',
    integration: { id: 'integration', password: 'password' },
    deadlineMs,
    answerBytes: 1_000_000,
  })
  return {
    fiks,
    url,
    calls,
    messages,
    entries,
    next: trouble => void troubles.push(trouble),
    async [Symbol.asyncDispose]() {
      await fiks.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
