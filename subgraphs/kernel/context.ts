import { LRUCache } from 'lru-cache'
import {
  type AccessTokenVerifier,
  type Area,
  accessHeaders,
  accessTokenSeconds,
  assertOpens,
  type Basis,
  type Caller,
  type Grant,
  type Purpose,
  type SealKeys,
  unsealGrant,
  type VerifiedAccess,
} from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import { type Locale, parseAcceptLanguage } from '../../schema/scalars/locale.ts'
import { type Attempt, createDenials } from './access-log/denials.ts'
import type { AccessLog } from './access-log.ts'
import { type Clearance, isGated, type KeptRight, noClearance } from './clearance.ts'
import type { Clock } from './clock.ts'

/** What every resolver of a subgraph may use. `services` are the registry's own, made once; `loaders` once a request. */
export type Context<Services = unknown, Loaders = unknown> = {
  readonly services: Services
  readonly loaders: Loaders
  readonly caller: Caller
  readonly correlationId: string
  readonly locale: Locale
  readonly now: Date
  /** When the gateway stops waiting, in milliseconds since 1970. */
  readonly deadline: number
  /** Ends when the gateway has gone. */
  readonly signal: AbortSignal
  /**
   * The only way to a person's identity numbers. Writes the access log first: without its line there is no answer.
   * Where an area is not all that a field asks of a grant, `demand` throws what else is missing: then nothing was read.
   * @throws PublicError FORBIDDEN, NOT_COVERED_BY_REPRESENTATION, LIMITED_BY_AGE; RESTRICTED_BY_PATIENT, PVK_UNAVAILABLE
   * for health personnel; ACCESS_LOG_UNAVAILABLE
   */
  open(grant: unknown, area: Area, demand?: (grant: Grant) => void): Promise<Grant>
  /**
   * Writes that persons' data are given as a copy, which the recipient answers for from then on (requirements I8): a
   * line each, all in one commit. To be awaited before the copy is given.
   * @throws PublicError ACCESS_LOG_UNAVAILABLE
   */
  recordDisclosure(disclosure: Disclosure): Promise<void>
  /** Writes that the caller was denied something other than a grant, where the error says so. */
  noteDenial(error: unknown): Promise<void>
  /** For what is made now and used later: lets PVK be asked then whether the right still holds. Of a grant opened here. */
  keepRight(grant: Grant): KeptRight
  /** Headers for a question to another registry: the same caller, request and language. */
  readonly onward: Readonly<Record<string, string>>
  /** Tells the gateway what this register knew; the answer carries it in `extensions.sources`. */
  readonly source: SourceReport
}

export type Disclosure = {
  /** The persons' pseudonyms: `pseudonymOf(key, 'subject', …)` of any of their numbers, or as a grant has them. */
  readonly subjects: readonly string[]
  readonly area: Area
  readonly basis: Basis
  readonly purpose: Purpose
  /** Organisation number of who gets the copy, where that is another than the caller's own organisation. */
  readonly recipient?: string | undefined
}

/** How a register answered: whether it had anything, and how fresh its copy is. */
export type SourceReport = { found: boolean; updatedAt: Date | undefined; asked: boolean }

export type ContextFactory = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
  signal?: AbortSignal,
  /** When a subscription was opened, for the context of its events: its caller was proven then. */
  openedAt?: Date,
) => Promise<Context>

type ContextParts<Services, Loaders> = {
  readonly name: SubgraphName
  readonly services: Services
  readonly createLoaders: (services: Services, request: LoaderScope) => Loaders
  readonly verify: AccessTokenVerifier
  readonly grantKeys: SealKeys
  readonly accessLog: AccessLog
  /** Asked before health personnel see what a person may have closed; without it, that is closed. */
  readonly clearance?: Clearance | undefined
  readonly clock: Clock
}

/** What a loader may know of the request it serves. */
export type LoaderScope = Pick<Context, 'now' | 'deadline' | 'signal' | 'source' | 'caller' | 'onward'>

const rememberedTokens = 10_000
const longestWaitMs = 30_000
const nobodyLeaves = new AbortController().signal

/** Builds the context from headers alone, the same in process as over HTTP: who may see what cannot differ. */
export function createContextFactory<Services, Loaders>(parts: ContextParts<Services, Loaders>): ContextFactory {
  const noteDenial = createDenials(parts.accessLog)
  // With a caller goes what was sealed and opened for her: nobody is remembered longer than her token lives.
  const verified = new LRUCache<string, VerifiedAccess>({
    max: rememberedTokens,
    ttl: accessTokenSeconds * 1_000,
    ttlAutopurge: true,
    // The time is read once a second, not with each request.
    ttlResolution: 1_000,
  })

  async function accessOf(token: string | undefined, now: Date): Promise<VerifiedAccess> {
    if (!token) throw new PublicError('UNAUTHENTICATED')
    const known = verified.get(token)
    const access = known ?? (await parts.verify(token, now))
    if (access.expires * 1000 <= now.getTime()) throw new PublicError('UNAUTHENTICATED')
    if (!known) verified.set(token, access)
    return access
  }

  return async (headers, gone, openedAt) => {
    const header = (name: string) => {
      const value = headers[name]
      return typeof value === 'string' ? value : undefined
    }
    const now = parts.clock()
    const { caller, expires } = await accessOf(
      header(accessHeaders.authorization)?.replace(/^Bearer /, ''),
      openedAt ?? now,
    )
    const wait = Number(header(accessHeaders.deadline))
    const deadline = Date.now() + (wait > 0 ? Math.min(wait, longestWaitMs) : longestWaitMs)
    const correlationId = header(accessHeaders.correlationId) ?? 'none'
    const source: SourceReport = { found: false, updatedAt: undefined, asked: false }
    const opened = new Map<string, Promise<Grant>>()
    const texts = new WeakMap<Grant, string>()
    const line = { at: now, register: parts.name, caller, correlationId }

    const scope = { now, deadline, signal: gone ?? nobodyLeaves, source, caller, onward: toOnward(headers) }

    /** What may be done with an authentic grant; whatever is denied on the way is a line, of the person where she is known. */
    async function withGrant(text: unknown, area: Area, use: (grant: Grant) => Promise<void> | void): Promise<Grant> {
      let about: Partial<Attempt> = { area }
      try {
        const grant = unsealGrant(parts.grantKeys, text, caller)
        const { subject, basis, purpose } = grant
        about = { area, subject, basis, purpose }
        assertOpens(grant, { caller, area, now })
        await use(grant)
        return grant
      } catch (error) {
        await noteDenial(error, { ...line, ...about })
        throw error
      }
    }

    const openLogged = (text: unknown, area: Area) =>
      withGrant(text, area, async grant => {
        const { subject, basis, purpose } = grant
        if (isGated(basis, area)) await (parts.clearance ?? noClearance)(String(text), area, scope)
        await parts.accessLog.record({ ...line, kind: 'read', area, subject, basis, purpose })
        texts.set(grant, String(text))
      })

    return {
      ...scope,
      services: parts.services,
      loaders: parts.createLoaders(parts.services, scope),
      correlationId,
      locale: parseAcceptLanguage(header(accessHeaders.language)),
      // One line a person and area, however many fields ask.
      async open(text, area, demand) {
        if (demand) await withGrant(text, area, demand)
        const key = `${area} ${String(text)}`
        const known = opened.get(key) ?? openLogged(text, area)
        opened.set(key, known)
        return known
      },
      noteDenial: error => noteDenial(error, line),
      keepRight(grant) {
        const text = texts.get(grant)
        if (text === undefined) throw new Error('the grant was not opened here')
        return { grant: text, onward: scope.onward, until: Math.min(expires, grant.expires) * 1_000 }
      },
      async recordDisclosure({ subjects, ...about }) {
        const lines = [...new Set(subjects)].map(subject => ({
          ...line,
          ...about,
          kind: 'disclosure' as const,
          subject,
        }))
        await parts.accessLog.record(...lines)
      },
    }
  }
}

const travelling = [accessHeaders.authorization, accessHeaders.correlationId, accessHeaders.language]

function toOnward(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    travelling.flatMap(name => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}
