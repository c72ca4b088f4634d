import { isDeepStrictEqual } from 'node:util'
import { progress, type Report } from './report.ts'
import { startServers } from './servers.ts'

/*
 * Does anybody ever get what is somebody else's? 200 callers, each first asked alone; then 10,000 requests of all of them
 * mixed, 50 at a time, with every cache warm. Each answer must be the one its caller got alone.
 */
const callers = 200
const requests = 10_000
const atOnce = 50

const certificate = '{ ... on Certificate { uvci holder { familyName birthDate } } }'
const person = `name { full } birthDate vaccinations { id } vaccinationCertificate ${certificate} recoveryCertificate ${certificate}`
const query = `{ me { ${person} representations { basis areas person { ${person} } } } }`

type Reply = { readonly data?: unknown; readonly codes: readonly unknown[] }

async function ask(url: string, token: string | undefined): Promise<Reply> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(30_000),
  })
  const { data, errors = [] } = (await response.json()) as {
    data?: unknown
    errors?: { path?: unknown; extensions?: { code?: string } }[]
  }
  return { data, codes: errors.map(({ path, extensions }) => [path, extensions?.code]) }
}

export async function benchMixUps(): Promise<Report> {
  await using servers = await startServers({ transport: 'http', size: 2_000, citizens: callers })
  const { url, tokens } = servers
  progress(`${tokens.length} callers, each alone`)
  const alone: Reply[] = []
  for (const token of tokens) alone.push(await ask(url, token))
  const represented = alone.reduce((sum, { data }) => sum + representedIn(data), 0)

  progress(`${requests} requests of all of them, ${atOnce} at a time`)
  let next = 0
  let wrong = 0
  let failed = 0
  async function worker(): Promise<void> {
    while (next < requests) {
      // 7,919 is prime and no divisor of the callers: neighbours in time are far apart, and each comes equally often.
      const caller = (next++ * 7_919) % tokens.length
      const reply = await ask(url, tokens[caller])
      if (!reply.data) failed++
      else if (!isDeepStrictEqual(reply, alone[caller])) wrong++
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: atOnce }, worker))
  const seconds = Math.round((performance.now() - began) / 1000)
  return {
    name: 'mix-ups',
    rows: [{ callers: tokens.length, represented, requests, wrong, failed, seconds }],
    ratios: { wrong, failed },
  }
}

function representedIn(data: unknown): number {
  return (data as { me?: { representations?: unknown[] } } | undefined)?.me?.representations?.length ?? 0
}
