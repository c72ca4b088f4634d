import type { Transaction } from 'kysely'
import { pseudonymOf } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import { osloDay } from '../../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { AccessLogEntry } from '../../../kernel/access-log.ts'
import type { Definition, Party } from '../catalogue/definition.ts'
import type { Evidence } from '../domain/evidence.ts'
import { type Judgement, judgeUse, type Use } from '../domain/judge-use.ts'
import { isSelectable } from '../domain/selectable.ts'
import { isInForce } from '../domain/setting.ts'
import type { PrivacyServices } from '../services.ts'
import { findInclusions, type Inclusion, setInclusion } from '../store/inclusions.ts'
import { findAliases } from '../store/persons.ts'
import { type ConsentRequest, closeRequest, findRequest, findRequests, sendRequest } from '../store/requests.ts'
import {
  type ChangeOutcome,
  changeSetting,
  findChanges,
  findEvidence,
  findSettings,
  type Identifiers,
  listActive,
  type StoredSetting,
} from '../store/settings.ts'
import type { InclusionKind, PrivacyTables } from '../store/tables.ts'
import { type Actor, type ActorTask, assertRight } from './right.ts'

/** Somebody asks for something about one citizen, on behalf of a party. */
export type Asking = {
  readonly actor: Actor
  readonly partKode: string
  readonly citizen: PersonIdentifier
  readonly now: Date
  readonly correlationId: string
}

type About = Asking & { readonly definition: string }

/** Everything an actor may do with settings: the same rights, the same log and the same rules, whichever way it came. */
export function createActorDesk(privacy: PrivacyServices) {
  const { kysely, catalogue, accessLog, bell, subjectKey } = privacy

  function partyFor(actor: Actor, partKode: string, task: ActorTask): Party {
    const party = catalogue.party(partKode)
    assertRight(actor, party, task)
    return party
  }

  /** @throws PublicError PRIVACY_DEFINITION_UNKNOWN also for another party’s: nothing tells which */
  function definitionOf(party: Party, guid: string): Definition {
    const definition = catalogue.find(guid)
    if (definition?.party !== party) throw new PublicError('PRIVACY_DEFINITION_UNKNOWN')
    return definition
  }

  /**
   * What an actor learns of somebody is in the log before it learns it: under the number it named her by, so that she
   * finds it whether or not she has ever been here herself.
   */
  function lineOf(
    { actor: { id, client, organisation }, now, correlationId }: Pick<Asking, 'actor' | 'now' | 'correlationId'>,
    citizen: PersonIdentifier,
  ): AccessLogEntry {
    return {
      at: now,
      kind: 'disclosure',
      register: 'proxy-consent',
      area: 'consents',
      subject: pseudonymOf(subjectKey, 'subject', citizen),
      caller: { kind: 'machine', id, client, organisation },
      basis: 'registry-owner',
      purpose: 'privacy-administration',
      correlationId,
    }
  }

  async function open(asking: Asking): Promise<Identifiers> {
    await accessLog.record(lineOf(asking, asking.citizen))
    return findAliases(kysely, asking.citizen)
  }

  async function write<Answer>(work: (trx: Transaction<PrivacyTables>) => Promise<Answer>): Promise<Answer> {
    const answer = await kysely.transaction().execute(work)
    bell.ring()
    return answer
  }

  return {
    /** One citizen’s setting of one definition. */
    async setting(about: About): Promise<StoredSetting | undefined> {
      const party = partyFor(about.actor, about.partKode, 'read')
      const { guid } = definitionOf(party, about.definition)
      const settings = await findSettings(kysely, await open(about))
      return settings.find(({ definition }) => definition === guid)
    },

    /** All of one citizen’s settings that are the party’s and in force. */
    async settings(asking: Asking): Promise<readonly { definition: Definition; setting: StoredSetting }[]> {
      const party = partyFor(asking.actor, asking.partKode, 'read')
      const today = osloDay(asking.now)
      const settings = await findSettings(kysely, await open(asking))
      return settings.flatMap(setting => {
        const definition = catalogue.find(setting.definition)
        return definition?.party === party && isInForce(setting, today) ? [{ definition, setting }] : []
      })
    },

    /** A page of the citizens who have an active setting, after a setting number: for its owner alone. */
    async activePage({
      actor,
      partKode,
      definition,
      after,
      limit,
      now,
      correlationId,
    }: Omit<About, 'citizen'> & { readonly after: number; readonly limit: number }) {
      const party = partyFor(actor, partKode, 'read')
      const found = definitionOf(party, definition)
      const page = await listActive(kysely, { definition: found.guid, after, limit: limit + 1, day: osloDay(now) })
      const settings = page.slice(0, limit)
      // Each of them is told of: each has a line.
      await accessLog.record(...settings.map(({ identifier }) => lineOf({ actor, now, correlationId }, identifier)))
      return { definition: found, settings, next: page.length > limit ? (settings.at(-1)?.number ?? 0) : undefined }
    },

    /** Whether the party may use a citizen’s data so: what settings mean is decided here, not by each who reads them. */
    async judge(asking: Asking & { readonly use: Use }): Promise<Judgement> {
      const party = partyFor(asking.actor, asking.partKode, 'read')
      const definitions = catalogue.definitions.filter(definition => definition.party === party)
      const settings = await findSettings(kysely, await open(asking))
      return judgeUse(asking.use, { definitions, settings, day: osloDay(asking.now) })
    },

    /**
     * Registers what a citizen has decided elsewhere, as on paper.
     * @throws PublicError PRIVACY_SETTING_KIND, PRIVACY_SETTING_NOT_OPEN, PRIVACY_TIME
     */
    async register(
      about: About & {
        readonly kind?: Definition['kind']
        readonly isActive: boolean
        readonly decidedAt?: Date | undefined
        readonly evidence?: Evidence | undefined
      },
    ): Promise<ChangeOutcome> {
      const { actor, now, kind, isActive, decidedAt, evidence } = about
      const party = partyFor(actor, about.partKode, 'write')
      const definition = definitionOf(party, about.definition)
      if (kind && kind !== definition.kind) throw new PublicError('PRIVACY_SETTING_KIND')
      if (decidedAt && decidedAt > now) throw new PublicError('PRIVACY_TIME')
      if (isActive && !isSelectable(definition, osloDay(decidedAt ?? now))) {
        throw new PublicError('PRIVACY_SETTING_NOT_OPEN')
      }
      const identifiers = await open(about)
      return write(trx =>
        changeSetting(trx, {
          definition: definition.guid,
          identifiers,
          isActive,
          awaitsConfirmation: !isActive && definition.withdrawalIsConfirmed,
          restrictions: isActive && definition.kind === 'ACCESS_RESTRICTION' ? [{}] : [],
          now,
          decidedAt,
          madeBy: 'ACTOR',
          party: party.partKode,
          caller: actor.id,
          evidence,
        }),
      )
    },

    /** Confirms that a withdrawal has been carried out. @returns whether there was one that waited for it */
    async confirmWithdrawal(about: About): Promise<boolean> {
      const { actor, now } = about
      const party = partyFor(actor, about.partKode, 'write')
      const definition = definitionOf(party, about.definition)
      const identifiers = await open(about)
      return write(async trx => {
        const settings = await findSettings(trx, identifiers)
        const waiting = settings.find(setting => setting.definition === definition.guid && setting.awaitsConfirmation)
        if (!waiting) return false
        const { outcome } = await changeSetting(trx, {
          definition: definition.guid,
          identifiers,
          isActive: false,
          now,
          madeBy: 'ACTOR',
          party: party.partKode,
          caller: actor.id,
        })
        return outcome === 'changed'
      })
    },

    /** The proof that was registered with a change. */
    async evidence(about: About & { readonly sequence: number }): Promise<Evidence | undefined> {
      const party = partyFor(about.actor, about.partKode, 'read')
      const { guid } = definitionOf(party, about.definition)
      const identifiers = await open(about)
      const changes = await findChanges(kysely, identifiers)
      const change = changes.find(({ definition, sequence }) => definition === guid && sequence === about.sequence)
      return change && findEvidence(kysely, { definition: guid, position: change.position, identifiers })
    },

    /** @returns whether anything changed */
    async include(asking: Asking & { readonly kind: InclusionKind; readonly isActive: boolean }): Promise<boolean> {
      const { actor, citizen, kind, isActive, now } = asking
      const party = partyFor(actor, asking.partKode, 'inclusion')
      await open(asking)
      return setInclusion(kysely, { party: party.partKode, identifier: citizen, kind, isActive, now })
    },

    async inclusions(asking: Asking): Promise<readonly Inclusion[]> {
      const { partKode } = partyFor(asking.actor, asking.partKode, 'read')
      const found = await findInclusions(kysely, await open(asking))
      return found.filter(({ party }) => party === partKode)
    },

    /** @throws PublicError PRIVACY_SETTING_KIND, PRIVACY_SETTING_NOT_OPEN, PRIVACY_TIME */
    async sendRequest(about: About & { readonly expiresAt: Date }): Promise<ConsentRequest> {
      const { actor, citizen, now, expiresAt } = about
      const party = partyFor(actor, about.partKode, 'write')
      const definition = definitionOf(party, about.definition)
      if (definition.kind !== 'CONSENT') throw new PublicError('PRIVACY_SETTING_KIND')
      if (!isSelectable(definition, osloDay(now))) throw new PublicError('PRIVACY_SETTING_NOT_OPEN')
      if (expiresAt <= now) throw new PublicError('PRIVACY_TIME')
      await open(about)
      return sendRequest(kysely, { definition: definition.guid, identifier: citizen, now, expiresAt })
    },

    /** The party’s requests to one citizen. */
    async requests(asking: Asking): Promise<readonly ConsentRequest[]> {
      const party = partyFor(asking.actor, asking.partKode, 'read')
      const found = await findRequests(kysely, await open(asking), asking.now)
      return found.filter(({ definition }) => catalogue.find(definition)?.party === party)
    },

    /** @throws PublicError CONSENT_REQUEST_CLOSED also where the party has no such request */
    async withdrawRequest({
      actor,
      partKode,
      id,
      now,
    }: Pick<Asking, 'actor' | 'partKode' | 'now'> & { readonly id: string }): Promise<ConsentRequest> {
      const party = partyFor(actor, partKode, 'write')
      const found = await findRequest(kysely, id, now)
      const isOwn = found && catalogue.find(found.definition)?.party === party
      const closed = isOwn && (await closeRequest(kysely, { id, state: 'WITHDRAWN', now }))
      if (!closed) throw new PublicError('CONSENT_REQUEST_CLOSED')
      return closed
    },

    partyFor,
    definitionOf,
  }
}

export type ActorDesk = ReturnType<typeof createActorDesk>
