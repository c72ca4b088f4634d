/** The two parts of a JWT that are text, or undefined where it does not have three parts. */
export function partsOf(token: string): { readonly header: string; readonly payload: string } | undefined {
  const [header, payload, signature, ...more] = token.split('.')
  if (!header || !payload || !signature || more.length > 0) return undefined
  return { header: textOf(header), payload: textOf(payload) }
}

const textOf = (part: string) => Buffer.from(part, 'base64url').toString('utf8')

const jsonString = /"(?:[^"\\]|\\.)*"(\s*:)?/g

/**
 * Whether an object of a JSON text has two members of one name. Parsers keep the last of them, others the first: what
 * one checked need not be what another reads. In JSON a string before a colon is a member's name, wherever it stands.
 */
export function hasRepeatedMember(text: string): boolean {
  try {
    // Parsed first: in a text that is JSON every string ends, so that looking for them takes one pass.
    const members = countMembers(JSON.parse(text))
    let written = 0
    for (const [, colon] of text.matchAll(jsonString)) if (colon !== undefined) written++
    return members !== written
  } catch {
    // No JSON at all: whoever reads it next says so.
    return false
  }
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inside = Object.values(value)
  return inside.reduce<number>((sum, item) => sum + countMembers(item), Array.isArray(value) ? 0 : inside.length)
}
