import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql'
import { sealMandate } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import { openKin } from '../../../../schema/kin.ts'
import { osloDay } from '../../../../schema/scalars/local-date.ts'
import { parsePersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import { admitAssigner, assigningScope, checkAssignment } from '../domain/assign.ts'
import { newFullmakt } from '../domain/new-fullmakt.ts'
import { patientMandate } from '../domain/patient.ts'
import { AssignedFullmaktInput, Fullmakt } from '../schema/fullmakt.ts'
import { toFullmakt } from '../schema/to-fullmakt.ts'
import type { RepresentationContext } from '../services.ts'

const mandateSeconds = 60

@Resolver()
export class AssignedFullmakter {
  /**
   * The patient may withdraw it and the receiver decline it, as any other; the organisation ends it when it is no longer
   * needed.
   * @throws PublicError HEALTH_PERSONNEL_REQUIRED, SCOPE_MISSING, REASON_REQUIRED, PERSON_UNKNOWN, and as `newFullmakt`
   */
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["health-personnel"]])')
  @Directive(`@requiresScopes(scopes: [["${assigningScope}"]])`)
  @Mutation(() => Fullmakt, {
    nullable: true,
    description: 'Assigns a fullmakt for a patient who cannot consent. For doctors whose client has that task.',
  })
  async assignFullmakt(
    @Arg('fullmakt', () => AssignedFullmaktInput, { description: 'For whom, to whom, for what, until when and why.' })
    { patient, assessment, ...wanted }: AssignedFullmaktInput,
    @Ctx() context: RepresentationContext,
  ): Promise<Fullmakt> {
    const { now, services, correlationId } = context
    const { id: caller, hprNumber, entity } = admitAssigner(context.caller)
    const today = osloDay(now)
    checkAssignment({ assessment, validUntil: wanted.validUntil }, today)
    const giver = await openPatient(patient, context)
    const fresh = newFullmakt(wanted, giver, today)
    const assignment = { caller, hprNumber, organisation: entity, assessment: assessment.trim(), correlationId }
    const given = await services.representation.give(fresh, giver.identifiers, now, assignment)
    if (!given) throw new PublicError('FULLMAKT_INVALID', { details: { reason: 'TOO_MANY' } })
    return toFullmakt(given, today)
  }

  /** @throws PublicError HEALTH_PERSONNEL_REQUIRED, SCOPE_MISSING */
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["health-personnel"]])')
  @Directive(`@requiresScopes(scopes: [["${assigningScope}"]])`)
  @Mutation(() => Fullmakt, {
    nullable: true,
    description:
      'Ends a fullmakt that the caller’s organisation has assigned. At once; empty when there is none to end.',
  })
  async endAssignedFullmakt(
    @Arg('id', () => ID, { description: 'Its reference.' }) id: string,
    @Ctx() { caller, now, services }: RepresentationContext,
  ): Promise<Fullmakt | null> {
    const { entity } = admitAssigner(caller)
    if (!(await services.representation.hasAssigned(entity, id))) return null
    const ended = await services.representation.end(id, 'register', now)
    return ended ? toFullmakt(ended, osloDay(now)) : null
  }
}

const patientQuery = `query ($access: [_Any!]!) {
  _entities(representations: $access) { ... on PatientAccess { person { grant kin } } } }`

/** The patient as `person` knows her; that she was looked up stands in the access log, for her to read. */
async function openPatient(text: string, context: RepresentationContext) {
  const { caller, now, services } = context
  const identifier = parsePersonIdentifier(text)?.value
  if (!identifier) throw new PublicError('IDENTIFIER_INVALID')
  const mandate = patientMandate(identifier, 'treatment', Math.floor(now.getTime() / 1000) + mandateSeconds)
  const access = { __typename: 'PatientAccess', mandate: sealMandate(services.keys.mandateKeys, mandate, caller) }
  const { _entities: found } = await services.askPerson<Answered>(
    { query: patientQuery, variables: { access: [access] } },
    context,
  )
  const person = found[0]?.person
  if (!person) throw new PublicError('PERSON_UNKNOWN')
  const { subject, identifiers } = await context.open(person.grant, 'identity')
  return { kin: openKin(services.keys.mandateKeys, person.kin, { caller, subject }), identifiers }
}

type Answered = { readonly _entities: readonly ({ readonly person: { grant: string; kin: string } | null } | null)[] }
