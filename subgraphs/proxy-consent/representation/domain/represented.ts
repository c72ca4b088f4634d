import type { Area, Basis, Mandate } from '../../../../schema/access.ts'
import type { Child, Kin } from '../../../../schema/kin.ts'
import { addDays, ageOn, birthday, type LocalDate } from '../../../../schema/scalars/local-date.ts'
import { type Fullmakt, isInForce } from './fullmakt.ts'
import { isSameName } from './name.ts'
import { type RepresentationRules, rulesOn } from './rules.ts'

/** Somebody one may act for today, and for what. */
export type Represented = Pick<Mandate, 'identifier' | 'areas'> & {
  readonly basis: Extract<Basis, 'parent' | 'fullmakt' | 'tildelt-fullmakt'>
  /** What the right is, among those of one basis: the reference of a fullmakt, the number of a child. */
  readonly right: string
  /** The last day, where one is known. */
  readonly validUntil: LocalDate | null
}

/**
 * For whom a person may act on a day. At a protected address she acts for nobody, and nobody there is acted for:
 * they are left out without a trace (facts B3).
 */
export function representedBy(self: Kin, received: readonly Fullmakt[], today: LocalDate): readonly Represented[] {
  const rules = rulesOn(today)
  if (!rules || self.isProtected) return []
  const children = self.children.flatMap(child => asParent(child, rules, today) ?? [])
  return [...children, ...received.flatMap(fullmakt => asReceiver(fullmakt, self, { rules, today }) ?? [])]
}

/**
 * Both parents with parental responsibility act for a child that lives with one of them; where it lives with neither,
 * neither does.
 */
function asParent(child: Child, { childBands }: RepresentationRules, today: LocalDate): Represented | undefined {
  if (!child.hasCustody || !child.livesWithCustodian || child.isProtected) return undefined
  const { identifier, birthDate } = child
  const age = ageOn(birthDate, today)
  const band = childBands.find(({ fromAge, untilAge }) => fromAge <= age && age < untilAge)
  if (!band) return undefined
  const validUntil = addDays(birthday(birthDate, band.untilAge), -1)
  return { identifier, right: identifier, areas: band.areas, basis: 'parent', validUntil }
}

/**
 * A fullmakt has effect for the one the giver meant, by number and by name. That it has none for somebody else, or for
 * somebody too young, is told to nobody: the giver would learn who has which number.
 */
function asReceiver(
  fullmakt: Fullmakt,
  self: Kin,
  { rules, today }: { readonly rules: RepresentationRules; readonly today: LocalDate },
): Represented | undefined {
  if (!isInForce(fullmakt, today) || !isEffectiveFor(fullmakt, self, today)) return undefined
  return {
    identifier: fullmakt.giver.identifier,
    right: fullmakt.id,
    areas: areasOpenedBy(fullmakt.areas, rules),
    basis: fullmakt.kind === 'assigned' ? 'tildelt-fullmakt' : 'fullmakt',
    validUntil: fullmakt.validUntil,
  }
}

/** Whether the one who has the receiver's number is the one the giver named, and old enough. */
function isEffectiveFor({ receiver }: Fullmakt, self: Kin, today: LocalDate): boolean {
  const receiverAge = rulesOn(today)?.fullmakt.receiverAge
  return (
    receiverAge !== undefined && ageOn(self.birthDate, today) >= receiverAge && isSameName(receiver.name, self.name)
  )
}

function areasOpenedBy(areas: Fullmakt['areas'], { fullmakt }: RepresentationRules): readonly Area[] {
  return [...new Set<Area>(['identity', ...areas.flatMap(area => fullmakt.opens[area])])]
}
