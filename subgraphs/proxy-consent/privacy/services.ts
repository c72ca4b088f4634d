import type { Kysely } from 'kysely'
import type { IdentifierProfile } from '../../../schema/scalars/person-identifier.ts'
import type { SealKeys } from '../../../schema/seal.ts'
import { createDenials } from '../../kernel/access-log/denials.ts'
import type { AccessLog } from '../../kernel/access-log.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Context } from '../../kernel/context.ts'
import type { Database } from '../../kernel/database.ts'
import type { PublicRoutes } from '../../kernel/define-subgraph.ts'
import type { RepresentationLoaders, RepresentationServices } from '../representation/index.ts'
import { type ActorDesk, createActorDesk } from './actor/desk.ts'
import { type Catalogue, ownCatalogue } from './catalogue/catalogue.ts'
import type { PrivacyLoaders } from './loaders.ts'
import { type Bell, createBell } from './outbox/bell.ts'
import { createBroker } from './outbox/broker.ts'
import type { AddressPolicy } from './outbox/public-address.ts'
import { startRelay } from './outbox/relay.ts'
import { createPoster } from './outbox/webhook.ts'
import { createPersonnelAccess, type PersonnelAccess } from './personnel-access.ts'
import { createPvkQuotas, type PersonsAlarm, usualPersonsPerHour } from './rest/quotas.ts'
import { createPvkRoutes } from './rest/routes.ts'
import type { VerifySystemToken } from './rest/system-token.ts'
import type { PrivacyTables } from './store/tables.ts'

export type PrivacyNeeds = {
  /** Opens grants for those who ask whether a person has closed an area; they write the log when they open it. */
  readonly grantKeys: SealKeys
  /** Seals what a client gives back when it decides, and the secrets that subscribers are told with. */
  readonly keys: SealKeys
  /**
   * Makes the pseudonyms under which subscribers are told of citizens, and the ids of representations. Whoever changes it
   * changes all of them.
   */
  readonly pseudonymKey: Uint8Array
  /** Makes the pseudonyms under which a citizen finds in the access log what was told of her by one of her numbers. */
  readonly subjectKey: Uint8Array
  /** Which identity numbers actors may name. */
  readonly identifierProfile: IdentifierProfile
  /** Definitions and their owners; those of the source documents unless given. */
  readonly catalogue?: Catalogue | undefined
  /** Proves the system tokens of actors; without it PVK’s own interface is not served. */
  readonly verifySystemToken?: VerifySystemToken | undefined
  /** How many citizens one actor’s client may name in an hour there, where it is another number than in the graph. */
  readonly personsPerHour?: number | undefined
  /** Told of a client that has named as many: somebody may be looking citizens up one after another. */
  readonly alarm?: ((alarm: PersonsAlarm) => void) | undefined
  /** Where subscribers may be told. Only the open network unless given. */
  readonly addresses?: AddressPolicy | undefined
  /** RabbitMQ; without it nobody can subscribe by AMQP. */
  readonly brokerUrl?: string | undefined
  /** Told of what goes wrong where nobody waits for an answer. */
  readonly report?: ((trouble: { readonly what: string; readonly error: unknown }) => void) | undefined
}

export type PrivacyServices = {
  readonly grantKeys: SealKeys
  readonly kysely: Kysely<PrivacyTables>
  readonly catalogue: Catalogue
  readonly keys: SealKeys
  readonly pseudonymKey: Uint8Array
  readonly subjectKey: Uint8Array
  readonly identifierProfile: IdentifierProfile
  readonly accessLog: AccessLog
  readonly addresses: AddressPolicy
  readonly hasBroker: boolean
  readonly personnelAccess: PersonnelAccess
  /** Rung when a setting has changed in this process. */
  readonly bell: Bell
}

/** This room as the registry runs it. */
export type PrivacyRoom = PrivacyServices & {
  readonly desk: ActorDesk
  readonly routes: PublicRoutes | undefined
  stop(): Promise<void>
}

/** What this room's resolvers may use. */
export type PrivacyContext = Context<
  RepresentationServices & { readonly privacy: PrivacyRoom },
  RepresentationLoaders & { readonly privacy: PrivacyLoaders }
>

const onlyTheOpenNetwork: AddressPolicy = { allowsPrivate: false }

export function startPrivacy({
  database,
  clock,
  accessLog,
  needs,
}: {
  readonly database: Database
  readonly clock: Clock
  readonly accessLog: AccessLog
  readonly needs: PrivacyNeeds
}): PrivacyRoom {
  const {
    grantKeys,
    keys,
    pseudonymKey,
    subjectKey,
    identifierProfile,
    addresses = onlyTheOpenNetwork,
    brokerUrl,
    verifySystemToken,
  } = needs
  const report = (error: unknown) => needs.report?.({ what: 'the relay of privacy changes', error })
  const kysely = database.as<PrivacyTables>()
  const catalogue = needs.catalogue ?? ownCatalogue
  const services: PrivacyServices = {
    grantKeys,
    kysely,
    catalogue,
    keys,
    pseudonymKey,
    subjectKey,
    identifierProfile,
    accessLog,
    addresses,
    hasBroker: brokerUrl !== undefined,
    personnelAccess: createPersonnelAccess(kysely, catalogue),
    bell: createBell(),
  }
  const desk = createActorDesk(services)
  const noteDenial = createDenials(accessLog)
  const poster = createPoster(addresses)
  const broker = brokerUrl === undefined ? undefined : createBroker(brokerUrl)
  const relay = startRelay({
    database,
    catalogue,
    keys,
    pseudonymKey,
    subjectKey,
    accessLog,
    poster,
    broker,
    bell: services.bell,
    clock,
    report,
  })
  const quotas = createPvkQuotas({
    personsPerHour: needs.personsPerHour ?? usualPersonsPerHour,
    now: () => performance.now(),
    alarm: needs.alarm ?? (() => {}),
  })
  return {
    ...services,
    desk,
    routes:
      verifySystemToken && createPvkRoutes({ desk, verifySystemToken, identifierProfile, noteDenial, quotas, clock }),
    async stop() {
      await relay.stop()
      await Promise.all([poster.close(), broker?.close()])
    },
  }
}
