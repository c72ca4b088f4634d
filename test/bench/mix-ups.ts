import { isDeepStrictEqual } from 'node:util'
import type { Credentials } from './doctors.ts'
import { progress, type Report } from './report.ts'
import { type Servers, startServers } from './servers.ts'

/*
 * Does anybody ever get what is somebody else's? 200 citizens, and 20 doctors with ten patients each whom they share; each
 * question first asked alone, then 10,000 of all of them mixed, 50 at a time, with every cache warm. Each answer must be
 * the one that was given alone. (No doctor comes near the quota of persons.)
 */
const callers = 200
const doctors = 20
const patientsEach = 10
const requests = 10_000
const atOnce = 50

const certificate = '{ ... on Certificate { uvci holder { familyName birthDate } } }'
const person = `name { full } birthDate vaccinations { id } vaccinationCertificate ${certificate} recoveryCertificate ${certificate}`
const ownQuery = `{ me { ${person} representations { basis areas person { ${person} } } } }`
const patientQuery = `query ($identifier: PersonIdentifier!) { patient(identifier: $identifier, purpose: TREATMENT) {
  person { name { full } birthDate vaccinations { id } } } }`

type Reply = { readonly data?: unknown; readonly codes: readonly unknown[] }
type Question = { readonly credentials: Credentials; readonly body: object }

async function ask(url: string, { credentials, body }: Question): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await credentials(url)) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  })
  const { data, errors = [] } = (await response.json()) as {
    data?: unknown
    errors?: { path?: unknown; extensions?: { code?: string } }[]
  }
  return { data, codes: errors.map(({ path, extensions }) => [path, extensions?.code]) }
}

async function questionsFor({ tokens, identifiers, doctors: helseId }: Servers): Promise<readonly Question[]> {
  const own = tokens.map(token => ({
    credentials: async () => ({ authorization: `Bearer ${token}` }),
    body: { query: ownQuery },
  }))
  const ofDoctors = await Promise.all(
    identifiers.slice(0, doctors).map(async (identifier, doctor) => {
      const credentials = await helseId.doctorOf(identifier, String(7_200_000 + doctor))
      // Half of them are the next doctor's too.
      const patients = identifiers.slice(doctor * (patientsEach / 2)).slice(0, patientsEach)
      return patients.map(patient => ({
        credentials,
        body: { query: patientQuery, variables: { identifier: patient } },
      }))
    }),
  )
  return [...own, ...ofDoctors.flat()]
}

export async function benchMixUps(): Promise<Report> {
  await using servers = await startServers({ transport: 'http', size: 2_000, citizens: callers })
  const { url } = servers
  const questions = await questionsFor(servers)
  progress(`${questions.length} questions, each alone`)
  const alone: Reply[] = []
  for (const question of questions) alone.push(await ask(url, question))
  const represented = alone.reduce((sum, { data }) => sum + representedIn(data), 0)
  const treated = alone.filter(({ data }) => Boolean((data as Answered | undefined)?.patient?.person)).length

  progress(`${requests} requests of all of them, ${atOnce} at a time`)
  let next = 0
  let wrong = 0
  let failed = 0
  async function worker(): Promise<void> {
    while (next < requests) {
      // 7,919 is prime and no divisor of the questions: neighbours in time are far apart, and each comes equally often.
      const at = (next++ * 7_919) % questions.length
      const reply = await ask(url, questions[at] as Question)
      if (!reply.data) failed++
      else if (!isDeepStrictEqual(reply, alone[at])) wrong++
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: atOnce }, worker))
  const seconds = Math.round((performance.now() - began) / 1000)
  return {
    name: 'mix-ups',
    rows: [{ citizens: callers, doctors, represented, treated, requests, wrong, failed, seconds }],
    ratios: { wrong, failed },
  }
}

type Answered = {
  readonly me?: { readonly representations?: unknown[] }
  readonly patient?: { readonly person?: unknown }
}

function representedIn(data: unknown): number {
  return (data as Answered | undefined)?.me?.representations?.length ?? 0
}
