import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql'
import { sealMandate } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import { parsePersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import { PersonIdentifierScalar } from '../../../../schema/scalars/person-identifier-scalar.ts'
import { admitPersonnel, type PatientPurpose as Purpose, patientMandate } from '../domain/patient.ts'
import { PatientAccess, PatientPurpose } from '../schema/patient.ts'
import type { RepresentationContext } from '../services.ts'

const mandateSeconds = 5 * 60

@Resolver(() => PatientAccess)
export class Patient {
  /** @throws PublicError HEALTH_PERSONNEL_REQUIRED, EMERGENCY_ROLE_REQUIRED, REASON_REQUIRED, IDENTIFIER_INVALID */
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["health-personnel"]])')
  @Query(() => PatientAccess, {
    nullable: true,
    description: 'A patient, for health personnel with a number in Helsepersonellregisteret.',
  })
  async patient(
    @Arg('identifier', () => PersonIdentifierScalar, { description: 'The patient’s identity number.' }) text: string,
    @Arg('purpose', () => PatientPurpose, { description: 'What for.' }) purpose: Purpose,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'Why it is urgent, in a sentence; needed in an emergency.',
    })
    reason: string | undefined,
    @Ctx() context: RepresentationContext,
  ): Promise<PatientAccess> {
    const { now, services, correlationId } = context
    const caller = admitPersonnel(context.caller, purpose, reason)
    const identifier = parsePersonIdentifier(text)?.value
    if (!identifier) throw new PublicError('IDENTIFIER_INVALID')
    if (purpose === 'emergency') {
      const { id, hprNumber, organisation } = caller
      const who = { caller: id, hprNumber, organisation: organisation?.number ?? null, correlationId }
      // Written before anything is opened: without it nothing is.
      await services.representation.recordEmergency({ ...who, at: now, patient: identifier, reason: reason ?? '' })
    }
    const mandate = patientMandate(identifier, purpose, Math.floor(now.getTime() / 1000) + mandateSeconds)
    return { mandate: sealMandate(services.keys.mandateKeys, mandate, context.caller), basis: mandate.basis }
  }
}
