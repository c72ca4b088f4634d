import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { findKommune } from '../../../schema/code-lists/kommuner.ts'
import { type LocalDate, LocalDateScalar, osloDay } from '../../../schema/scalars/local-date.ts'
import type { Context } from '../../kernel/context.ts'
import { isProtected, shownKommuneNumber, shownRelatives } from '../domain/address-protection.ts'
import { fullName, type Name, type PersonRecord, type RelativeRecord } from '../domain/person-record.ts'
import { assertParentsConsent, assertShows, type PersonPart } from '../domain/shown-parts.ts'
import type { PersonLoaders } from '../loaders.ts'
import { Identity, Language, Municipality, PersonName, PersonStub, Relative, Sex } from '../schema/person.ts'

type Ctxt = Context<unknown, PersonLoaders>

/**
 * All of it is nullable: null is a person the register no longer has under this grant, the register not answering, or what
 * is not shown by the basis of the grant (domain/shown-parts.ts).
 */
@Resolver(() => PersonStub)
export class PersonFields {
  @FieldResolver(() => PersonName, { nullable: true, description: 'Name in Folkeregisteret.' })
  async name(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<PersonName | undefined> {
    const person = await read(stub, context)
    return person && toName(person.name)
  }

  @FieldResolver(() => LocalDateScalar, { nullable: true, description: 'Date of birth, from the register.' })
  async birthDate(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<LocalDate | undefined> {
    return (await read(stub, context))?.birthDate
  }

  @FieldResolver(() => Sex, { nullable: true, description: 'Sex, from the register.' })
  async sex(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<'F' | 'M' | undefined> {
    return (await read(stub, context, 'particulars'))?.sex
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether the address is protected (fortrolig or strengt fortrolig).',
  })
  async addressProtected(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<boolean | undefined> {
    const person = await read(stub, context, 'particulars')
    return person && isProtected(person)
  }

  @FieldResolver(() => Municipality, {
    nullable: true,
    description: 'The kommune the person lives in. Empty for a protected address and for those who live abroad.',
  })
  async municipality(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<Municipality | null> {
    const person = await read(stub, context, 'particulars')
    const number = person ? shownKommuneNumber(person) : null
    return number === null ? null : { number, name: findKommune(number)?.name ?? null }
  }

  @FieldResolver(() => Language, { nullable: true, description: 'Preferred language, from Kontaktregisteret.' })
  async language(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<PersonRecord['language'] | undefined> {
    return (await read(stub, context, 'particulars'))?.language
  }

  @FieldResolver(() => [Identity], {
    nullable: true,
    description: 'Which kinds of identity number the person has or has had, the current one first.',
  })
  async identities(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<Identity[] | undefined> {
    const person = await read(stub, context, 'particulars')
    return person?.identities.map(({ kind, issuedOn, supersededOn }) => ({ kind, issuedOn, supersededOn }))
  }

  @FieldResolver(() => [Relative], { nullable: true, description: 'The parents that can be shown.' })
  async parents(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<Relative[] | undefined> {
    return readRelatives(stub, context, 'parents')
  }

  @FieldResolver(() => [Relative], { nullable: true, description: 'The children that can be shown.' })
  async children(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<Relative[] | undefined> {
    return readRelatives(stub, context, 'children')
  }

  @FieldResolver(() => LocalDateScalar, { nullable: true, description: 'The day the person died.' })
  async diedOn(@Root() stub: PersonStub, @Ctx() context: Ctxt): Promise<LocalDate | null | undefined> {
    return (await read(stub, context, 'particulars'))?.diedOn
  }
}

/** Who it is; and what of a person is not for everyone who may know that. */
async function read(stub: PersonStub, context: Ctxt, part?: PersonPart): Promise<PersonRecord | undefined> {
  return (await readOpened(stub, context, part)).person
}

async function readOpened({ grant: text }: PersonStub, context: Ctxt, part: PersonPart | undefined) {
  const grant = await context.open(text, 'identity', part && (opened => assertShows(part, opened)))
  return { grant, person: await context.loaders.people.load(grant.identifiers) }
}

async function readRelatives(
  stub: PersonStub,
  context: Ctxt,
  relation: 'parents' | 'children',
): Promise<Relative[] | undefined> {
  const { grant, person } = await readOpened(stub, context, relation)
  if (!person) return undefined
  if (relation === 'parents') assertParentsConsent(grant, person.birthDate, osloDay(context.now))
  return shownRelatives(person, await context.loaders[relation].load(person.personId)).map(toRelative)
}

const toName = (name: Name): PersonName => ({ ...name, full: fullName(name) })

const toRelative = ({ name, birthDate, hasCustody }: RelativeRecord): Relative => ({
  name: toName(name),
  birthDate,
  hasCustody,
})
