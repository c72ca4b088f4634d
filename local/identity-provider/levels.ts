/** Levels of assurance as ID-porten names them: BankID, Buypass and Commfides give high, MinID substantial. */
export const levels = {
  high: { acr: 'idporten-loa-high', amr: 'BankID' },
  substantial: { acr: 'idporten-loa-substantial', amr: 'MinID' },
} as const

export type Level = keyof typeof levels

export const levelNames = Object.keys(levels) as Level[]

export function isLevel(text: unknown): text is Level {
  return levelNames.some(level => level === text)
}

/** What may be offered when a client asks with `acr_values`: the lowest level it names, and all above. */
export function levelsFor(acrValues: string | undefined): readonly Level[] {
  const asked = acrValues?.split(' ') ?? []
  const wantsOnlyHigh = asked.includes(levels.high.acr) && !asked.includes(levels.substantial.acr)
  return wantsOnlyHigh ? ['high'] : levelNames
}
