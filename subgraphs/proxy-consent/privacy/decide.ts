import type { Transaction } from 'kysely'
import { representationBases } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import { type LocalDate, osloDay } from '../../../schema/scalars/local-date.ts'
import { toLoggedCaller } from '../../kernel/access-log.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import { stillActs } from '../representation/still-acts.ts'
import type { Definition, SettingKind } from './catalogue/definition.ts'
import { mayDecide } from './domain/may-decide.ts'
import { isSelectable } from './domain/selectable.ts'
import type { Restriction } from './domain/setting.ts'
import { type Handle, openHandle } from './handle.ts'
import type { PrivacyContext } from './services.ts'
import { findNumbers } from './store/persons.ts'
import { type ChangeOutcome, changeSetting, type Identifiers } from './store/settings.ts'
import type { MadeBy, PrivacyTables } from './store/tables.ts'

/** What somebody who reads the overview wants to hold from now on. */
export type Decision = {
  readonly kind: SettingKind
  readonly isActive: boolean
  readonly until?: LocalDate | null
  readonly restrictions?: readonly Restriction[]
}

export type Decided = {
  readonly handle: Handle
  readonly definition: Definition
  readonly identifiers: Identifiers
  readonly outcome: ChangeOutcome
}

const madeBy: Readonly<Partial<Record<Handle['basis'], MadeBy>>> = {
  self: 'CITIZEN',
  parent: 'PARENT',
  'tildelt-fullmakt': 'TILDELT_FULLMAKT',
}

/**
 * Carries out a decision about a setting that was shown.
 * @throws PublicError FORBIDDEN, REQUIRES_THE_CITIZEN, PRIVACY_SETTING_KIND, PRIVACY_SETTING_NOT_OPEN
 */
export async function decide(context: PrivacyContext, text: string, decision: Decision): Promise<Decided> {
  const { privacy } = context.services
  const handle = openHandle(privacy.keys, text, { kind: 'setting', caller: context.caller, now: context.now })
  const definition = privacy.catalogue.find(handle.about)
  if (!definition) throw new PublicError('FORBIDDEN')
  const identifiers = await admit(context, handle)
  checkDecision(definition, decision, osloDay(context.now))
  const outcome = await writing(context, trx => change(trx, { context, handle, definition, identifiers, decision }))
  return { handle, definition, identifiers, outcome }
}

/**
 * Whoever may decide for this person: the access log first, then all the person's numbers.
 * @throws PublicError REQUIRES_THE_CITIZEN, NOT_COVERED_BY_REPRESENTATION, FORBIDDEN
 */
export async function admit(context: PrivacyContext, handle: Handle): Promise<Identifiers> {
  if (!mayDecide(handle.basis)) throw new PublicError('REQUIRES_THE_CITIZEN')
  const { kysely, accessLog } = context.services.privacy
  await accessLog.record({
    at: context.now,
    kind: 'read',
    register: 'proxy-consent',
    area: 'consents',
    subject: handle.subject,
    caller: toLoggedCaller(context.caller),
    basis: handle.basis,
    purpose: handle.purpose,
    correlationId: context.correlationId,
  })
  const identifiers = await findNumbers(kysely, handle.subject)
  if (!identifiers) throw new PublicError('FORBIDDEN')
  // The page may have been shown half an hour ago, under a right that has ended since.
  if (representationBases.includes(handle.basis)) {
    const isStanding = await stillActs(context, { identifiers, basis: handle.basis }, 'consents')
    if (!isStanding) throw new PublicError('NOT_COVERED_BY_REPRESENTATION')
  }
  return identifiers
}

/** @throws PublicError PRIVACY_SETTING_KIND, PRIVACY_SETTING_NOT_OPEN */
export function checkDecision(definition: Definition, decision: Decision, today: LocalDate): void {
  if (definition.kind !== decision.kind) throw new PublicError('PRIVACY_SETTING_KIND')
  const { until } = decision
  if (until && (!definition.allowsPeriod || until < today)) throw new PublicError('PRIVACY_PERIOD')
  if (decision.isActive && !isSelectable(definition, today)) throw new PublicError('PRIVACY_SETTING_NOT_OPEN')
}

export function change(
  trx: Transaction<PrivacyTables>,
  {
    context,
    handle,
    definition,
    identifiers,
    decision,
  }: {
    readonly context: PrivacyContext
    readonly handle: Handle
    readonly definition: Definition
    readonly identifiers: Identifiers
    readonly decision: Decision
  },
): Promise<ChangeOutcome> {
  return changeSetting(trx, {
    definition: definition.guid,
    identifiers,
    isActive: decision.isActive,
    awaitsConfirmation: !decision.isActive && definition.withdrawalIsConfirmed,
    until: decision.until ?? null,
    restrictions: decision.restrictions ?? [],
    now: context.now,
    madeBy: madeBy[handle.basis] ?? 'CITIZEN',
    caller: context.caller.id,
  })
}

/** One transaction, within the request's deadline; a store that fails is told as such. */
export async function writing<Answer>(
  context: PrivacyContext,
  write: (trx: Transaction<PrivacyTables>) => Promise<Answer>,
): Promise<Answer> {
  const { kysely, bell } = context.services.privacy
  const answer = await readRegistry(context, 'proxy-consent', async () => ({
    rows: await kysely.transaction().execute(write),
    isEmpty: false,
    updatedAt: context.now,
  }))
  bell.ring()
  return answer
}
