import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import { PublicError } from '../../../schema/errors.ts'
import type { Context } from '../../kernel/context.ts'
import type { Part } from '../domain/view.ts'
import type { EntryLoaders } from '../loaders.ts'
import { ControlCentreContact, Entry, EntryQuarantine, SuspectedBreach } from '../schema/entry.ts'

type Ctxt = Context<unknown, EntryLoaders>

/** @throws PublicError with the reason, where the part is not the caller's to see */
export function refuseUnlessOpen(part: Part): void {
  if (part !== 'open') throw new PublicError(part.code, { details: part.details })
}

/** What Beredskapsregisteret has that Innreiseregisteret has not: read where it is asked for, and where it may be. */
@Resolver(() => Entry)
export class EntryFields {
  @FieldResolver(() => [ControlCentreContact], {
    nullable: true,
    description: 'The control centre’s calls, the newest first. Empty for an entry from Innreiseregisteret.',
  })
  async contacts(@Root() { id, source, view }: Entry, @Ctx() { loaders }: Ctxt): Promise<ControlCentreContact[]> {
    if (source === 'IRRS') return []
    refuseUnlessOpen(view.contacts)
    const contacts = await loaders.contacts.load(id)
    return contacts.map(contact => ({
      contact,
      view,
      contactedAt: contact.contacted_at,
      outcome: contact.outcome,
    }))
  }

  @FieldResolver(() => [SuspectedBreach], {
    nullable: true,
    description: 'Breaches that are suspected, the newest first. Empty for an entry from Innreiseregisteret.',
  })
  async suspectedBreaches(@Root() { id, source, view }: Entry, @Ctx() { loaders }: Ctxt): Promise<SuspectedBreach[]> {
    if (source === 'IRRS') return []
    refuseUnlessOpen(view.breaches)
    const breaches = await loaders.breaches.load(id)
    return breaches.map(({ suspected_at, kind, description }) => ({ suspectedAt: suspected_at, kind, description }))
  }
}

/**
 * One of the grounds is that the traveller is vaccinated or has recovered. Were only that one refused, the refusal would
 * tell it: so all are, to who may see no health field.
 */
@Resolver(() => EntryQuarantine)
export class QuarantineFields {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Ground of exemption, 2001–2008 (Fiks innreise, level 2). For health personnel, the control centre and the traveller herself.',
  })
  exemptionGround(@Root() { held, view }: EntryQuarantine): number | null {
    if (held.exemption_ground !== null) refuseUnlessOpen(view.health)
    return held.exemption_ground
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Detail of the ground, 3001–3026 (Fiks innreise, level 3). For the same.',
  })
  exemptionDetail(@Root() { held, view }: EntryQuarantine): number | null {
    if (held.exemption_detail !== null) refuseUnlessOpen(view.health)
    return held.exemption_detail
  }
}

@Resolver(() => ControlCentreContact)
export class ContactFields {
  @FieldResolver(() => String, { nullable: true, description: 'What the traveller answered about quarantine.' })
  answer(@Root() { contact }: ControlCentreContact): string | null {
    return contact.answer
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the traveller told of her health. For health personnel and the traveller herself.',
  })
  healthNote(@Root() { contact, view }: ControlCentreContact): string | null {
    refuseUnlessOpen(view.healthNotes)
    return contact.health_note
  }
}
