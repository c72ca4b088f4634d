/**
 * How does an actor that already speaks with PVK speak with this one? In PVK’s own shapes (facts B4), by a system token.
 * An identity number stands in bodies alone: never in an address, an error or a log.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PublicError } from '../../../../schema/errors.ts'
import { osloDay } from '../../../../schema/scalars/local-date.ts'
import type { IdentifierProfile } from '../../../../schema/scalars/person-identifier.ts'
import type { NoteDenial } from '../../../kernel/access-log/denials.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { PublicRoutes } from '../../../kernel/define-subgraph.ts'
import type { ActorDesk } from '../actor/desk.ts'
import type { Actor } from '../actor/right.ts'
import { isInForce } from '../domain/setting.ts'
import { typePi } from '../outbox/replica.ts'
import { citizenOf, count, evidenceOf, flag, inclusionOf, kindOf, text, timeOf } from './fields.ts'
import type { PvkQuotas } from './quotas.ts'
import { PvkRefusal, readJson, sendJson, toRefusal } from './reply.ts'
import type { VerifySystemToken } from './system-token.ts'

type Call = {
  readonly actor: Actor
  readonly body: Readonly<Record<string, unknown>>
  readonly query: URLSearchParams
  readonly now: Date
  readonly correlationId: string
}

type Route = {
  readonly method: 'GET' | 'POST'
  readonly largestBytes?: number
  readonly answer: (call: Call) => Promise<object>
}

const root = '/personvern/'
const smallBody = 16 * 1024
/** The largest evidence in base64, and the fields around it. */
const evidenceBody = 6 * 1024 * 1024
const pageSize = 1_000

export function createPvkRoutes({
  desk,
  verifySystemToken,
  identifierProfile,
  noteDenial,
  quotas,
  clock,
}: {
  readonly desk: ActorDesk
  readonly verifySystemToken: VerifySystemToken
  readonly identifierProfile: IdentifierProfile
  readonly noteDenial: NoteDenial
  readonly quotas: PvkQuotas
  readonly clock: Clock
}): PublicRoutes {
  const routes = routesOf(desk, identifierProfile)

  async function actorOf(request: IncomingMessage, now: Date): Promise<Actor> {
    const token = /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(request.headers.authorization ?? '')?.[1]
    const challenge = { 'www-authenticate': 'Bearer' }
    if (!token) throw new PvkRefusal('token', { headers: challenge })
    try {
      return await verifySystemToken(token, now)
    } catch (cause) {
      if (!(cause instanceof PublicError)) throw cause
      // Our side could not check it: nothing is wrong with the token.
      if (cause.code === 'IDENTITY_PROVIDER_UNAVAILABLE') {
        throw new PvkRefusal('tokenUnchecked', { cause, headers: { 'retry-after': '5' } })
      }
      throw new PvkRefusal('token', { cause, detail: cause.details.claim ?? 'exp', headers: challenge })
    }
  }

  async function answer(route: Route, request: IncomingMessage, query: URLSearchParams): Promise<object> {
    if (request.method !== route.method) throw new PvkRefusal('method', { headers: { allow: route.method } })
    const now = clock()
    const actor = await actorOf(request, now)
    quotas.takeRequest(actor)
    const body = route.method === 'GET' ? {} : await readJson(request, route.largestBytes ?? smallBody)
    const correlationId = correlationIdOf(request)
    try {
      // Whoever is named counts, also where nothing is told of her: she has been tried.
      if (typeof body.innbyggerFnr === 'string') quotas.takePerson(actor)
      return await route.answer({ actor, body, query, now, correlationId })
    } catch (error) {
      const { id, client, organisation } = actor
      const caller = { kind: 'machine', id, client, organisation } as const
      await noteDenial(error, { at: now, register: 'proxy-consent', area: 'consents', caller, correlationId })
      throw error
    }
  }

  return async (request: IncomingMessage, response: ServerResponse) => {
    const [path = '', search = ''] = (request.url ?? '').split('?', 2)
    const route = path.startsWith(root) ? routes[path.slice(root.length).toLowerCase()] : undefined
    if (!route) return false
    try {
      sendJson(response, 200, await answer(route, request, new URLSearchParams(search)))
    } catch (error) {
      const { status, body, headers } = toRefusal(error)
      // What was not read of a body would be taken for the next request.
      sendJson(response, status, body, request.complete ? headers : { ...headers, connection: 'close' })
    }
    return true
  }
}

function correlationIdOf({ headers }: IncomingMessage): string {
  const given = headers['nhn-event-id'] ?? headers['x-correlation-id']
  return typeof given === 'string' && /^[\w-]{1,64}$/.test(given) && !/\d{11}/.test(given) ? given : randomUUID()
}

function routesOf(desk: ActorDesk, profile: IdentifierProfile): Readonly<Record<string, Route>> {
  const about = ({ actor, body, now, correlationId }: Call) => ({
    actor,
    now,
    correlationId,
    partKode: text(body, 'partKode'),
    citizen: citizenOf(body, profile),
  })
  const aboutDefinition = (call: Call) => ({ ...about(call), definition: text(call.body, 'definisjonGuid') })

  return {
    'personverninnstillinger/sjekkinnbyggerspistatus/v2': {
      method: 'POST',
      async answer(call) {
        const setting = await desk.setting(aboutDefinition(call))
        const isActive = setting !== undefined && isInForce(setting, osloDay(call.now))
        return { aktiv: isActive, ...(setting && { sekvensnummer: setting.sequence, ...timesOf(setting) }) }
      },
    },
    'personverninnstillinger/hentinnbyggerspiforpart/v2': {
      method: 'POST',
      async answer(call) {
        const found = await desk.settings(about(call))
        return {
          partKode: text(call.body, 'partKode'),
          personvernInnstillinger: found.map(({ definition, setting }) => ({
            definisjonGuid: definition.guid,
            definisjonNavn: definition.name.nb,
            typePi: typePi[definition.kind],
            aktiv: true,
            sekvensnummer: setting.sequence,
            ...timesOf(setting),
          })),
        }
      },
    },
    'personverninnstillinger/hentinnbyggereaktivepifordefinisjon/v2': {
      method: 'GET',
      async answer({ actor, query, now, correlationId }) {
        const asked = Object.fromEntries(query)
        const partKode = text(asked, 'partKode')
        const { definition, settings, next } = await desk.activePage({
          actor,
          partKode,
          definition: text(asked, 'definisjonGuid'),
          after: count(asked.pagingReference, 'pagingReference', 0),
          limit: pageSize,
          now,
          correlationId,
        })
        return {
          definisjonGuid: definition.guid,
          definisjonNavn: definition.name.nb,
          partKode,
          typePi: typePi[definition.kind],
          // As PVK spells it.
          reFasteMetadata: {
            omfangElementer: definition.scope.map(({ code, logical, detail }) => ({
              omfangKode: code,
              logiskOmfang: logical,
              presisering: detail,
            })),
          },
          pagingReference: next ?? 0,
          personvernInnstillinger: settings.map(setting => ({
            innbyggerFnr: setting.identifier,
            sekvensnummer: setting.sequence,
            ...timesOf(setting),
          })),
        }
      },
    },
    'personverninnstillinger/settinnbyggerspersonverninnstilling/v2': {
      method: 'POST',
      largestBytes: evidenceBody,
      async answer(call) {
        const { outcome } = await desk.register({
          ...aboutDefinition(call),
          kind: kindOf(call.body),
          isActive: flag(call.body, 'aktiv'),
          decidedAt: timeOf(call.body),
          evidence: evidenceOf(call.body),
        })
        if (outcome === 'superseded') throw new PvkRefusal('superseded')
        return { returKode: 'ok', instansEndret: outcome === 'changed' ? 'endret' : 'ikkeEndret' }
      },
    },
    'personverninnstillinger/hentsignertbevis/v1': {
      method: 'POST',
      async answer(call) {
        const sequence = count(call.body.sekvensnummer, 'sekvensnummer')
        const found = await desk.evidence({ ...aboutDefinition(call), sequence })
        if (!found) throw new PvkRefusal('nothing')
        return { signertBevisMimeType: found.mediaType, signertBevisInnhold: found.bytes.toString('base64') }
      },
    },
    'v1/settinnbyggersinkludering': {
      method: 'POST',
      async answer(call) {
        const isChanged = await desk.include({
          ...about(call),
          kind: inclusionOf(call.body),
          isActive: flag(call.body, 'aktiv'),
        })
        return { returKode: 'ok', instansEndret: isChanged ? 'endret' : 'ikkeEndret' }
      },
    },
  }
}

const timesOf = ({ createdAt, changedAt }: { readonly createdAt: Date; readonly changedAt: Date }) => ({
  opprettetTidspunkt: createdAt.toISOString(),
  sistEndretTidspunkt: changedAt.toISOString(),
})
