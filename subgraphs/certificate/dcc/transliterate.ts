import { arabicLetters, cyrillicLetters, greekLetters, latinLetters } from './transliteration-tables.ts'

const longest = 80
const letters = new Map(
  [latinLetters, cyrillicLetters, greekLetters, arabicLetters].flatMap(table => Object.entries(table)),
)

/** Marks that make another letter of the one before (ICAO 9303-3 §6.A: Å AA, Ä AE, Ö OE, Ü UE); all others fall away. */
const ring = '\u030A'
const diaeresis = '\u0308'
const withMark: Readonly<Record<string, string>> = {
  [`A${ring}`]: 'AA',
  [`A${diaeresis}`]: 'AE',
  [`O${diaeresis}`]: 'OE',
  [`U${diaeresis}`]: 'UE',
}
const shadda = '\u0651'

/** Latin-1 and Latin Extended-A, letter by letter: almost every name in Norway is written with these alone. */
const lastEuropean = 0x017f
const european = Array.from({ length: lastEuropean + 1 }, (_, code) => toLetters(String.fromCharCode(code)))

/**
 * A name as a machine-readable travel document writes it: A–Z and `<` alone, at most 80 characters (ICAO 9303-3 §4.6 and
 * §6). Blanks and hyphens become one `<`; apostrophes, full stops, digits and all else are dropped. Empty only where
 * the name has no letter that the tables know.
 */
export function transliterate(name: string): string {
  const text = (fromEuropean(name) ?? toLetters(name)).replace(/<+/g, '<')
  const start = text.startsWith('<') ? 1 : 0
  return text.slice(start, start + longest).replace(/<$/, '')
}

function fromEuropean(name: string): string | undefined {
  let text = ''
  for (let index = 0; index < name.length; index++) {
    const letter = european[name.charCodeAt(index)]
    if (letter === undefined) return undefined
    text += letter
  }
  return text
}

function toLetters(name: string): string {
  // Accents that stand alone are typed for apostrophes; NFKC would make blanks of them.
  const upper = name
    .replace(/\p{Sk}/gu, '')
    .normalize('NFKC')
    .toUpperCase()
  return inContext(upper)
    .replace(/(\P{M})(\p{M}*)/gu, (_, base: string, marks: string) => letterOf(base, marks))
    .replace(/\p{M}+/gu, '')
}

function letterOf(base: string, marks: string): string {
  if (marks === '' && base >= 'A' && base <= 'Z') return base
  if (/[\s\p{Pd}]/u.test(base)) return '<'
  const letter = letters.get(base) ?? decomposed(base, marks)
  // Shadda doubles the letter it stands on (ICAO 9303-3 §6.C).
  return marks.includes(shadda) ? letter + letter : letter
}

function decomposed(base: string, marks: string): string {
  const [plain = '', ...own] = base.normalize('NFD')
  for (const mark of [...own, ...marks]) {
    const letter = withMark[plain + mark]
    if (letter) return letter
  }
  return letters.get(plain) ?? (/[A-Z]/.test(plain) ? plain : '')
}

/** Letters whose reading depends on their neighbours; what is replaced is Latin afterwards and read as it stands. */
function inContext(upper: string): string {
  if (/\p{Script=Arabic}/u.test(upper)) {
    // Teh marbuta is XTA, at the end of a name component XAH.
    return upper.replace(/\u0629(?=\p{M}*(?![\p{L}\p{M}]))/gu, 'XAH')
  }
  return /\p{Script=Greek}/u.test(upper) ? greekPairs(upper) : upper
}

const voicedFollows = /^[ΑΆΕΈΗΉΙΊΪΟΌΥΎΫΩΏΒΓΔΖΛΜΝΡ]/

/** ELOT 743 (ISO 843 type 2), as Greek passports: pairs of letters with one sound. A diaeresis, or an accent on the first, separates them. */
function greekPairs(upper: string): string {
  return upper
    .replace(/([ΑΕΗ])[ΥΎ]/g, (pair, first: string, at: number) => {
      const follows = upper.slice(at + pair.length)
      return `${first}${voicedFollows.test(follows) ? 'V' : 'F'}`
    })
    .replace(/Ο[ΥΎ]/g, 'OU')
    .replace(/ΓΓ/g, 'NG')
    .replace(/Γ(?=[ΞΧ])/g, 'N')
    .replace(/(?<!\p{L})ΜΠ|ΜΠ(?!\p{L})/gu, 'B')
}
