import type { Sex } from './identity-number.ts'
import { itemAt, Random } from './random.ts'

/** Persons of one block of families. Every block has the same shape; names, birthdays and lives differ. */
export const blockSize = 16_384
export const oldestAge = 105

/**
 * Inhabitants of Norway in thousands by age in groups of five years, rounded, 2021 (Statistics Norway, table 07459).
 * The last group is 100–105.
 */
const pyramid = [
  277, 305, 325, 318, 338, 366, 377, 361, 347, 374, 377, 339, 314, 281, 257, 181, 116, 71, 33, 9.5, 1.2,
] as const

/** The women's part grows with age: men die earlier. */
function womensPart(age: number): number {
  if (age < 60) return 0.49
  return Math.min(0.85, 0.5 + (age - 60) ** 2 / 4_500)
}

export type Slot = {
  /** Whole years at the end of the last full year. */
  readonly age: number
  readonly sex: Sex
  /** Which of the persons of this age and sex in the block this is, and how many they are. */
  readonly rank: number
  readonly ranks: number
  /** Of the block: persons of one family share names, persons of one household an address. */
  readonly family: number
  readonly household: number
  readonly isAlone: boolean
  /** Slots of the parents, always earlier than this one. */
  readonly parents: readonly { readonly slot: number; readonly hasCustody: boolean }[]
}

type Member = { age: number; sex: Sex; home: number; parents: { member: number; hasCustody: boolean }[] }
type Pool = Record<Sex, number[]>

/** How many of each age and sex a block has: the pyramid, with the remainders carried on so that the sum is exact. */
function quotas(): Pool {
  const total = pyramid.reduce((sum, group) => sum + group, 0)
  const pool: Pool = { F: [], M: [] }
  let carried = 0
  let carriedWomen = 0
  for (let age = 0; age <= oldestAge; age++) {
    const width = age < 100 ? 5 : 6
    carried += (itemAt(pyramid, Math.min(20, Math.floor(age / 5))) / width / total) * blockSize
    const count = age === oldestAge ? blockSize - sum(pool.F) - sum(pool.M) : Math.floor(carried + 0.5)
    carried -= count
    carriedWomen += count * womensPart(age)
    const women = Math.min(count, Math.max(0, Math.floor(carriedWomen + 0.5)))
    carriedWomen -= women
    pool.F.push(women)
    pool.M.push(count - women)
  }
  return pool
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

/** Takes somebody of the age nearest to the wanted one within the bounds, or nobody. */
function take(pool: Pool, sex: Sex, wanted: number, least: number, most: number): Member | undefined {
  for (let away = 0; away <= most - least; away++) {
    for (const age of away === 0 ? [wanted] : [wanted + away, wanted - away]) {
      const left = age < least || age > most ? 0 : (pool[sex][age] ?? 0)
      if (left === 0) continue
      pool[sex][age] = left - 1
      return { age, sex, home: 0, parents: [] }
    }
  }
  return undefined
}

/** A child, at times with brothers and sisters, and the parents that the pool still has for them. */
function takeFamily(pool: Pool, random: Random): Member[] | undefined {
  const start = random.below(18)
  const sex = random.chance(0.5) ? 'F' : 'M'
  const youngest = take(pool, sex, start, 0, 17) ?? take(pool, sex === 'F' ? 'M' : 'F', start, 0, 17)
  if (!youngest) return undefined
  const children = [youngest]
  const wantedChildren = itemAt([1, 1, 1, 2, 2, 2, 2, 2, 3, 3], random.below(10))
  while (children.length < wantedChildren) {
    const age = itemAt(children, children.length - 1).age + random.between(2, 4)
    // Children of age stay at home for some years; nobody has custody of them.
    const next = age > 22 ? undefined : take(pool, random.chance(0.5) ? 'F' : 'M', age, age, age + 1)
    if (!next) break
    children.push(next)
  }
  return [...takeParents(pool, random, children), ...children]
}

function takeParents(pool: Pool, random: Random, children: readonly Member[]): Member[] {
  const oldest = itemAt(children, children.length - 1).age
  const youngest = itemAt(children, 0).age
  const mother = take(pool, 'F', oldest + random.between(23, 34), oldest + 18, youngest + 47)
  const father = random.chance(0.94)
    ? take(pool, 'M', (mother?.age ?? oldest + 29) + random.between(-1, 5), oldest + 18, youngest + 60)
    : undefined
  const areApart = mother !== undefined && father !== undefined && random.chance(0.18)
  if (areApart) father.home = 1
  const fatherHasCustody = !areApart || random.chance(0.65)
  const parents = [mother, father].filter(parent => parent !== undefined)
  for (const child of children) {
    child.parents = parents.map((parent, member) => ({
      member,
      hasCustody: child.age < 18 && (parent === mother || fatherHasCustody),
    }))
  }
  return parents
}

/** Everybody who is left: couples first, then those who live alone. */
function takeOthers(pool: Pool, random: Random): Member[][] {
  const families: Member[][] = []
  const women = sum(pool.F)
  for (let couple = 0; couple < women * 0.5; couple++) {
    const woman = take(pool, 'F', random.between(22, 85), 20, oldestAge)
    const man = woman && take(pool, 'M', woman.age + random.between(-2, 5), Math.max(20, woman.age - 8), woman.age + 12)
    if (woman) families.push(man ? [woman, man] : [woman])
  }
  for (const sex of ['F', 'M'] as const) {
    for (let age = 0; age <= oldestAge; age++) {
      for (let left = pool[sex][age] ?? 0; left > 0; left--) families.push([{ age, sex, home: 0, parents: [] }])
    }
  }
  return families
}

/** The shape of every block: who is how old, and who belongs to whom. Families stand in random order, parents first. */
export function familiesOfBlock(seed: number): readonly Slot[] {
  const random = new Random(seed, 0, 0)
  const pool = quotas()
  const totals: Pool = { F: [...pool.F], M: [...pool.M] }
  const families: Member[][] = []
  for (let family = takeFamily(pool, random); family; family = takeFamily(pool, random)) families.push(family)
  families.push(...takeOthers(pool, random))

  const slots: Slot[] = []
  const given: Pool = { F: totals.F.map(() => 0), M: totals.M.map(() => 0) }
  for (const [family, members] of random.shuffle(families).entries()) {
    const firstSlot = slots.length
    for (const { age, sex, home, parents } of members) {
      const rank = itemAt(given[sex], age)
      given[sex][age] = rank + 1
      slots.push({
        age,
        sex,
        rank,
        ranks: itemAt(totals[sex], age),
        family,
        // At most two homes a family, so that homes need no count of their own.
        household: family * 2 + home,
        isAlone: members.length === 1,
        parents: parents.map(({ member, hasCustody }) => ({ slot: firstSlot + member, hasCustody })),
      })
    }
  }
  return slots
}
