import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import { type Area, pseudonymOf } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import type { Context } from '../../kernel/context.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import { parseCursor, printCursor } from '../domain/cursor.ts'
import { presentEntry } from '../domain/present-entry.ts'
import { AccessArea, AccessKind, type AccessKindValue, AccessLogConnection } from '../schema/access-log.ts'
import { PersonStub } from '../schema/person.ts'
import type { InsightServices } from '../services.ts'

const largestPage = 100

@ArgsType()
class AccessLogArguments {
  @Field(() => InstantScalar, { nullable: true, description: 'From this moment on.' })
  from?: Date | null

  @Field(() => InstantScalar, { nullable: true, description: 'Before this moment.' })
  to?: Date | null

  @Field(() => AccessArea, { nullable: true, description: 'Only this kind of information.' })
  area?: Area | null

  @Field(() => AccessKind, { nullable: true, description: 'Only what was looked at, or only copies that were given.' })
  kind?: AccessKindValue | null

  @Field(() => Int, { defaultValue: 20, description: 'How many, 100 at most.' })
  first!: number

  @Field(() => String, { nullable: true, description: 'The `endCursor` of the page before.' })
  after?: string | null
}

@Resolver(() => PersonStub)
export class PersonAccessLog {
  @FieldResolver(() => AccessLogConnection, {
    nullable: true,
    description:
      'Who has seen this person’s data through this graph, and who was given a copy: who, when, what, why and by what right. The last first.',
  })
  @Directive('@tag(name: "citizen")')
  @Directive('@policy(policies: [["citizen"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false)')
  async accessLog(
    @Root() { grant: sealed }: PersonStub,
    @Args(() => AccessLogArguments) { from, to, area, kind, first, after }: AccessLogArguments,
    @Ctx() context: Context<InsightServices, undefined>,
  ): Promise<AccessLogConnection> {
    if (first < 0 || first > largestPage) throw new PublicError('BAD_REQUEST')
    const place = after == null ? null : parseCursor(after)
    const { services, caller, locale, now } = context
    const grant = await context.open(sealed, 'insight')
    // What a register gave out from a list of its own stands under the number it had, not under the person's pseudonym.
    const ofNumbers = grant.identifiers.map(number => pseudonymOf(services.keys.pseudonymKey, 'subject', number))
    const rows = await readRegistry(context, 'insight', async () => {
      const rows = await services.store.find({
        subjects: [grant.subject, ...ofNumbers],
        from: from ?? null,
        to: to ?? null,
        area: area ?? null,
        kind: kind ?? null,
        after: place,
        many: first,
      })
      return { rows, isEmpty: rows.length === 0, updatedAt: now }
    })
    const page = rows.slice(0, first)
    const last = page.at(-1)
    return {
      nodes: page.map(row => presentEntry(row, { caller, grant, locale, now, keys: services.keys })),
      pageInfo: { hasNextPage: rows.length > page.length, endCursor: last ? printCursor(last) : null },
    }
  }
}
