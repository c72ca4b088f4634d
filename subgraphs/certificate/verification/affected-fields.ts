/** What of a certificate a rule looks at, as rules name it (`v.0.dn`): every `var` of its logic below `payload`. */
export function affectedFields(logic: unknown): readonly string[] {
  const found = new Set<string>()
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    for (const [name, value] of Object.entries(part)) {
      if (name === 'var' && typeof value === 'string' && value.startsWith(under)) found.add(value.slice(under.length))
      else walk(value)
    }
  }
  walk(logic)
  return [...found].sort()
}

const under = 'payload.'
